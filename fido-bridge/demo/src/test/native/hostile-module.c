/*
 * A PKCS#11 module that passes every call on to a real one, save that one function misbehaves:
 *   HOSTILE_REAL   the real module
 *   HOSTILE_AT     the place of the function in CK_FUNCTION_LIST, counted from C_Initialize
 *   HOSTILE_HOW    hang, crash, exit, many, endless, noise, or a return value (0x...);
 *                  print: writes to standard output; forge: writes into the pipe to the desk; flood: writes answers
 *                  there without end; double: writes one there that the desk takes for the one it waits for;
 *                  turn: shows an attribute as it is once, and then with its last byte changed; grow: says that an
 *                  attribute is longer than it was; orphan: leaves a child behind that holds every descriptor, and
 *                  exits; family: the same, and hangs; dumpable: returns CKR_MECHANISM_INVALID if this process is
 *                  not, and CKR_SESSION_COUNT otherwise; start: has another program list the descriptors that it
 *                  inherits into the file HOSTILE_WHILE.child, and returns CKR_MECHANISM_INVALID
 *   HOSTILE_WHILE  a file: it misbehaves only while that exists, and as it says, if it says anything
 *   HOSTILE_NOTES  a file, if given: gets the place of each call that begins, ends or uses a login, one a line
 * All arguments are passed as machine words, which the calling conventions of 64-bit Linux allow.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*call)(word, word, word, word, word, word);

enum { VALUE = 0x11, FIRST_OWN = 3, LAST_LOOKED_AT = 255 };
enum { CLOSE_SESSION = 13, CLOSE_ALL_SESSIONS = 14, LOGIN = 18, LOGOUT = 19, SIGN_INIT = 42 };
enum { GET_SLOT_LIST = 4, GET_ATTRIBUTE_VALUE = 24, FIND_OBJECTS = 27, SIGN = 43, FUNCTIONS = 68 };

static const word MECHANISM_INVALID = 0x70, SESSION_COUNT = 0xB1;

struct functions {
  unsigned char version[2];
  call at[FUNCTIONS];
};

struct attribute {
  word type;
  void *value;
  word length;
};

static struct functions list;
static call real;
static int place;
static char how[32];

static int is(const char *what) { return strcmp(how, what) == 0; }

/* The number that a function gives back through a pointer. */
static word *number(word c, word d, word e) {
  switch (place) {
    case GET_SLOT_LIST: return (word *)c;
    case FIND_OBJECTS: return (word *)d;
    case SIGN: return (word *)e;
    case GET_ATTRIBUTE_VALUE: return &((struct attribute *)c)->length;
    default: abort();
  }
}

static void make_noise(word c, word d, word e) {
  void *bytes = place == SIGN ? (void *)d : ((struct attribute *)c)->value;
  if (bytes != NULL) {
    memset(bytes, 0x55, *number(c, d, e));
  }
}

/* Only where bytes are read: before that, a caller asks for the length. */
static void change(struct attribute *read) {
  static int reads;
  if (read->value == NULL) {
    return;
  }
  if (is("grow")) {
    read->length++;
  } else if (read->type == VALUE && ++reads > 1) {
    ((unsigned char *)read->value)[read->length - 1] ^= 1;
  }
}

static void choose(void) {
  FILE *file = fopen(getenv("HOSTILE_WHILE"), "r");
  char line[sizeof how];
  if (file != NULL && fgets(line, sizeof line, file) != NULL) {
    memcpy(how, line, sizeof how);
  }
  if (file != NULL) {
    fclose(file);
  }
}

/* The write end of the pipe to the desk; nothing else in this process is one. */
static int desk(void) {
  struct stat what;
  for (int at = FIRST_OWN; at <= LAST_LOOKED_AT; at++) {
    if (fstat(at, &what) == 0 && S_ISFIFO(what.st_mode) && (fcntl(at, F_GETFL) & O_ACCMODE) == O_WRONLY) {
      return at;
    }
  }
  abort();
}

enum { FRAME = 7 };

/* ModuleAnswer.Doing(SIGNING), and ModuleAnswer.Slots without any. */
static const unsigned char signing[FRAME] = {0, 0, 0, 3, 0x82, 5, 2}, no_slots[FRAME] = {0, 0, 0, 3, 0x82, 1, 0x80};

static void answer(const unsigned char *frame, int endlessly) {
  int to = desk();
  while (write(to, frame, FRAME) == FRAME && endlessly) {
  }
}

/* A child that lives for a minute; its number is in the file HOSTILE_WHILE.child. */
static void have_child(void) {
  char name[512];
  pid_t child = fork();
  if (child == 0) {
    sleep(60);
    _exit(0);
  }
  snprintf(name, sizeof name, "%s.child", getenv("HOSTILE_WHILE"));
  FILE *file = fopen(name, "w");
  fprintf(file, "%d", (int)child);
  fclose(file);
}

static word start(void) {
  char command[1024];
  snprintf(command, sizeof command, "ls -l /proc/self/fd >'%s.child'", getenv("HOSTILE_WHILE"));
  return system(command) == 0 ? MECHANISM_INVALID : SESSION_COUNT;
}

static void hang(void) {
  for (;;) {
    pause();
  }
}

static word misbehave(word a, word b, word c, word d, word e, word f) {
  if (access(getenv("HOSTILE_WHILE"), F_OK) != 0) {
    return real(a, b, c, d, e, f);
  }
  choose();
  if (is("hang")) {
    hang();
  }
  if (is("family")) {
    have_child();
    hang();
  }
  if (is("orphan")) {
    have_child();
    _exit(0);
  }
  if (is("flood")) {
    answer(signing, 1);
  }
  if (is("double")) {
    answer(no_slots, 0);
  }
  if (is("start")) {
    return start();
  }
  if (is("dumpable")) {
    return prctl(PR_GET_DUMPABLE) == 0 ? MECHANISM_INVALID : SESSION_COUNT;
  }
  if (is("crash")) {
    *(volatile int *)8 = 1;
  }
  if (is("exit")) {
    _exit(0);
  }
  if (strncmp(how, "0x", 2) == 0) {
    return strtoul(how, NULL, 16);
  }
  if ((is("print") || is("forge")) && write(is("print") ? 1 : desk(), "module: debugging is on\n", 24) != 24) {
    abort();
  }
  word code = real(a, b, c, d, e, f);
  if (is("many")) {
    *number(c, d, e) = 1UL << 62;
  } else if (is("endless")) {
    for (word i = 0; i < c; i++) {
      ((word *)b)[i] = i + 1;
    }
    *number(c, d, e) = c;
  } else if (is("turn") || is("grow")) {
    change((struct attribute *)c);
  } else if (is("noise") && code == 0) {
    make_noise(c, d, e);
  }
  return code;
}

static call noted[FUNCTIONS];

static void note(int at) {
  FILE *file = fopen(getenv("HOSTILE_NOTES"), "a");
  fprintf(file, "%d\n", at);
  fclose(file);
}

#define NOTE(name, at)                                                   \
  static word name(word a, word b, word c, word d, word e, word f) {     \
    note(at);                                                            \
    return noted[at](a, b, c, d, e, f);                                  \
  }

NOTE(close_session, CLOSE_SESSION)
NOTE(close_all_sessions, CLOSE_ALL_SESSIONS)
NOTE(login, LOGIN)
NOTE(logout, LOGOUT)
NOTE(sign_init, SIGN_INIT)
NOTE(sign, SIGN)

static void take_notes(void) {
  memcpy(noted, list.at, sizeof noted);
  list.at[CLOSE_SESSION] = close_session;
  list.at[CLOSE_ALL_SESSIONS] = close_all_sessions;
  list.at[LOGIN] = login;
  list.at[LOGOUT] = logout;
  list.at[SIGN_INIT] = sign_init;
  list.at[SIGN] = sign;
}

word C_GetFunctionList(struct functions **functions) {
  void *library = dlopen(getenv("HOSTILE_REAL"), RTLD_NOW);
  word (*get)(struct functions **) = (word(*)(struct functions **))dlsym(library, "C_GetFunctionList");
  struct functions *those;
  word code = get(&those);
  if (code != 0) {
    return code;
  }
  list = *those;
  place = atoi(getenv("HOSTILE_AT"));
  snprintf(how, sizeof how, "%s", getenv("HOSTILE_HOW"));
  real = list.at[place];
  list.at[place] = misbehave;
  if (getenv("HOSTILE_NOTES") != NULL) {
    take_notes();
  }
  *functions = &list;
  return 0;
}

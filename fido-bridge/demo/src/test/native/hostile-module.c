/*
 * A PKCS#11 module that passes every call on to a real one, save that one function misbehaves:
 *   HOSTILE_REAL   the real module
 *   HOSTILE_AT     the place of the function in CK_FUNCTION_LIST, counted from C_Initialize
 *   HOSTILE_HOW    hang, crash, exit, rubbish, many, endless, noise, or a return value (0x...)
 *   HOSTILE_WHILE  a file: it misbehaves only while that exists, and as it says, if it says anything
 * All arguments are passed as machine words, which the calling conventions of 64-bit Linux allow.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*call)(word, word, word, word, word, word);

enum { GET_SLOT_LIST = 4, GET_ATTRIBUTE_VALUE = 24, FIND_OBJECTS = 27, SIGN = 43, FUNCTIONS = 68 };

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

static word misbehave(word a, word b, word c, word d, word e, word f) {
  if (access(getenv("HOSTILE_WHILE"), F_OK) != 0) {
    return real(a, b, c, d, e, f);
  }
  choose();
  if (is("hang")) {
    for (;;) {
      pause();
    }
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
  if (is("rubbish") && write(1, "module: debugging is on\n", 24) != 24) {
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
  } else if (is("noise") && code == 0) {
    make_noise(c, d, e);
  }
  return code;
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
  *functions = &list;
  return 0;
}

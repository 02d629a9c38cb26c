/*
 * A PKCS#11 module that passes every call on to a real one, save that its reader has a PIN pad: the token says so
 * (CKF_PROTECTED_AUTHENTICATION_PATH), and C_Login waits, for as long as it takes, until something is entered:
 *   PAD_REAL     the real module
 *   PAD_FOLDER   files: "keys" is what is entered next, and is gone once it is; "logins" gets a line for each C_Login
 * What can be entered: a PIN, which goes to the real token; "cancel" and "late", for which readers give the same code;
 * "locked", which stays so; "last", a wrong PIN that leaves one try; "broken", an error of the reader.
 * A program that passes a PIN, even an empty one, is told CKR_ARGUMENTS_BAD, and the line says so.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*call)(word, word, word, word, word, word);

enum { GET_TOKEN_INFO = 6, LOGIN = 18, FUNCTIONS = 68 };

static const word PROTECTED_AUTHENTICATION_PATH = 0x100, FINAL_TRY = 0x20000, LOCKED = 0x40000;
static const word ARGUMENTS_BAD = 0x7, DEVICE_ERROR = 0x30, FUNCTION_CANCELED = 0x50, PIN_INCORRECT = 0xA0, PIN_LOCKED = 0xA4;

struct functions {
  unsigned char version[2];
  call at[FUNCTIONS];
};

struct token_info {
  unsigned char label[32], manufacturer[32], model[16], serial[16];
  word flags;
};

static struct functions list;
static call real_token_info, real_login;
static word state;

static FILE *file(const char *name, const char *mode) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", getenv("PAD_FOLDER"), name);
  return fopen(path, mode);
}

static word token_info(word slot, word info, word c, word d, word e, word f) {
  word code = real_token_info(slot, info, c, d, e, f);
  if (code == 0) {
    ((struct token_info *)info)->flags |= PROTECTED_AUTHENTICATION_PATH | state;
  }
  return code;
}

static void note(word user, const char *what) {
  FILE *log = file("logins", "a");
  fprintf(log, "%lu %s\n", user, what);
  fclose(log);
}

/* Waits until somebody has entered something; takes it away, so that the next login waits anew. */
static void await_keys(char *keys, int size) {
  char path[512];
  snprintf(path, sizeof path, "%s/keys", getenv("PAD_FOLDER"));
  for (;;) {
    FILE *entered = fopen(path, "r");
    if (entered != NULL) {
      int read = fgets(keys, size, entered) != NULL;
      fclose(entered);
      if (read && remove(path) == 0) {
        return;
      }
    }
    usleep(5000);
  }
}

static word login(word session, word user, word pin, word length, word e, word f) {
  char keys[64];
  if (pin != 0 || length != 0) {
    note(user, "PIN given");
    return ARGUMENTS_BAD;
  }
  note(user, "pad");
  await_keys(keys, sizeof keys);
  if (strcmp(keys, "cancel") == 0 || strcmp(keys, "late") == 0) {
    return FUNCTION_CANCELED;
  }
  if (strcmp(keys, "broken") == 0) {
    return DEVICE_ERROR;
  }
  if (strcmp(keys, "locked") == 0) {
    state = LOCKED;
    return PIN_LOCKED;
  }
  if (strcmp(keys, "last") == 0) {
    state = FINAL_TRY;
    return PIN_INCORRECT;
  }
  return real_login(session, user, (word)keys, strlen(keys), e, f);
}

word C_GetFunctionList(struct functions **functions) {
  void *library = dlopen(getenv("PAD_REAL"), RTLD_NOW);
  word (*get)(struct functions **) = (word(*)(struct functions **))dlsym(library, "C_GetFunctionList");
  struct functions *those;
  word code = get(&those);
  if (code != 0) {
    return code;
  }
  list = *those;
  real_token_info = list.at[GET_TOKEN_INFO];
  real_login = list.at[LOGIN];
  list.at[GET_TOKEN_INFO] = token_info;
  list.at[LOGIN] = login;
  *functions = &list;
  return 0;
}

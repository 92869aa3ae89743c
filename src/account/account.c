#include "account.h"
void account_free(struct account *acc) { if (acc) arena_free(acc->arena); }

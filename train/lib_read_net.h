/* The reader's network in floats: shapes, parameters, the passes forward and back. The shapes here
 * are what src/lang/tags.c and parse.c run in integers. */
#ifndef STM_LIB_READ_NET_H
#define STM_LIB_READ_NET_H

#include "lib_conllu.h"
#include "lang/net.h"

/* For trying shapes: -DTRY_LAYERS=4 and the like. */
#ifndef TRY_LAYERS
#define TRY_LAYERS 3
#define TRY_DILATION {1, 1, 2}
#endif
#ifndef TRY_D
#define TRY_D 96
#endif
#ifndef TRY_H
#define TRY_H 128
#endif

enum {
    NET_D = TRY_D,       /* numbers a token */
    NET_PRE = 64,        /* of a word's vector from train_vectors */
    NET_LAYERS = TRY_LAYERS,
    NET_TAGS = 112,      /* room for (UPOS, XPOS) pairs */
    NET_FEATS = 112,     /* room for feature bundles */
    NET_H = TRY_H,       /* the parser's hidden layer */
    NET_SLOTS = 11,      /* places of the parser's state that it sees */
    NET_LABELS = 112,    /* room for 2 * DEP_COUNT: left, right */
    NET_ACTIONS = 16,    /* room for 3 */
    /* rows of the parser's small tables: empty slots, labels of four children, two distances,
     * two valencies */
    NET_X_EMPTY = 0,
    NET_X_LABEL = NET_X_EMPTY + NET_SLOTS,
    NET_X_DISTANCE = NET_X_LABEL + 4 * DEP_COUNT,
    NET_X_VALENCY = NET_X_DISTANCE + 2 * 8,
    NET_EXTRA = NET_X_VALENCY + 2 * 4
};
static const int net_dilation[NET_LAYERS] = TRY_DILATION;

#endif

/* shapes.h: the nouns as members of larger JSON values. Private to src/model. */
#ifndef MODEL_SHAPES_H
#define MODEL_SHAPES_H

#include "base/json.h"
#include "model/story.h"

void story_put(struct json_out *o, const char *key, const struct story *s);

#endif

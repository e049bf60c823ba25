# bulletin: `make demo` shows it at work, `make check` runs every test; both install what is missing first.
# Users own CFLAGS, packagers own DESTDIR and PREFIX. SAN=1 builds with ASan and UBSan into a folder of its own.

PREFIX  ?= /usr/local
DESTDIR ?=
CC      ?= cc
CFLAGS  ?= -O2 -g
PKGS    := libfyaml jansson sqlite3 gnutls libidn2
# Opened at their first call (src/base/late.h).
LATE    := libcurl libetpan libxml-2.0 gumbo libcmark
VERSION := 0.1.0

BUILD := build
ifdef SAN
OUT     := $(BUILD)/san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else
OUT     := $(BUILD)/plain
SANFLAGS :=
endif

WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wformat=2 -Wno-unused-parameter
CPPFLAGS += -Isrc -I$(OUT)/gen -D_GNU_SOURCE -DBULLETIN_VERSION='"$(VERSION)"'
ALLFLAGS  = -std=gnu17 $(WARN) $(CFLAGS) $(SANFLAGS) -fstack-protector-strong $(filter-out -specs=%,$(shell pkg-config --cflags $(PKGS) $(LATE) 2>/dev/null))
LIBS      = -Wl,-z,relro -Wl,-z,now $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lunistring -lm -lpthread

STAGES := base model ingest store select why compose render send feedback cli
SRC    := $(wildcard $(STAGES:%=src/%/*.c))
OBJ    := $(SRC:src/%.c=$(OUT)/obj/%.o) $(OUT)/obj/embedded.o
lib     = $(OUT)/lib/lib$(1).a
# Every stage but the command line, for drivers that test, fuzz, measure and time them.
LIBS_OF_STAGES = $(foreach s,send select why compose render ingest feedback store model base,$(call lib,$(s))) $(OUT)/obj/embedded.o

# V=1 shows every command.
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $(1) $(2)')

.DEFAULT_GOAL := all
.PHONY: all
all: $(OUT)/bulletin
ifndef SAN
	@ln -sf plain/bulletin $(BUILD)/bulletin
endif

$(OUT)/bulletin: $(OBJ)
	$(call say,CC,$@)
	$(Q)$(CC) $(ALLFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)

$(OUT)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -MMD -MP -c -o $@ $<

# Shipped families, sample list and database schema, compiled in: an installed binary needs no share folder.
EMBED := $(sort $(shell find templates subscribers src/cli/newsroom src/store/schema src/render/preview -type f ! -name '*.png' 2>/dev/null))
$(OUT)/gen/embedded.c: tests/tools/embed.sh $(EMBED)
	@mkdir -p $(@D)
	$(Q)sh tests/tools/embed.sh $(EMBED) >$@.tmp && mv $@.tmp $@
$(OUT)/obj/embedded.o: $(OUT)/gen/embedded.c src/base/embedded.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -c -o $@ $<

# libetpan.pc carries the flags of its own package build: dpkg's spec file, and libraries only it needs.
late = $(filter -L% -l$(1),$(shell pkg-config --libs $(2) 2>/dev/null))
$(OUT)/gen/base/late_names.h: tests/tools/late.sh Makefile
	@mkdir -p $(@D)
	$(Q)sh tests/tools/late.sh "$(CC)" curl "$(call late,curl,libcurl)" etpan "$(call late,etpan,libetpan)" xml2 "$(call late,xml2,libxml-2.0)" \
	    gumbo "$(call late,gumbo,gumbo)" cmark "$(call late,cmark,libcmark)" stemmer -lstemmer >$@.tmp && mv $@.tmp $@
$(patsubst %,$(OUT)/obj/base/late_%.o,curl etpan xml2 gumbo cmark stemmer): $(OUT)/gen/base/late_names.h

# One archive per stage, so that a stage's tests link only what the stage may know.
define stage_lib
$(call lib,$(1)): $(patsubst src/%.c,$(OUT)/obj/%.o,$(wildcard src/$(1)/*.c))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(Q)$(AR) rcs $$@ $$^
endef
$(foreach s,$(STAGES),$(eval $(call stage_lib,$(s))))

# Unit tests: tests/unit/STAGE/test_*.c, cmocka, linked with that stage and what it may include.
KNOWS_base :=
KNOWS_model := base
KNOWS_ingest := model base
KNOWS_store := model base
KNOWS_select := model base
KNOWS_why := model base
KNOWS_compose := model base
KNOWS_render := model base
KNOWS_send := store model base
KNOWS_feedback := store model base
UNIT := $(wildcard tests/unit/*/test_*.c)
UNITBIN := $(UNIT:tests/unit/%.c=$(OUT)/unit/%)
define unit_stage
$(OUT)/unit/$(1)/%: tests/unit/$(1)/%.c $(call lib,$(1)) $(foreach k,$(KNOWS_$(1)),$(call lib,$(k))) $(OUT)/obj/embedded.o
	@mkdir -p $$(@D)
	$$(call say,CC,$$@)
	$$(Q)$$(CC) $$(CPPFLAGS) -Itests/unit $$(ALLFLAGS) -MMD -MP -o $$@ $$(filter %.c %.a %.o,$$^) -lcmocka $$(LIBS)
endef
$(foreach s,$(filter-out cli,$(STAGES)),$(eval $(call unit_stage,$(s))))

.PHONY: unit
unit: $(UNITBIN)
	@for t in $(UNITBIN); do $$t || exit 1; done
unit-%: # the unit tests of one stage: make unit-ingest
	@$(MAKE) --no-print-directory $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/$*/test_*.c))
	@for t in $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/$*/test_*.c)); do echo "== $$t"; CMOCKA_MESSAGE_OUTPUT=TAP $$t || exit 1; done


# What the tests stand on: a mail catcher, drivers for `make quality`, fuzz drivers with their corpora replayed.
$(OUT)/tools/sink: tests/tools/sink.c tests/tools/sink_smtp.c tests/tools/sink.h
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -o $@ $(filter %.c,$^) -lgnutls

# The editions of the unit tests, as files that a browser can look at.
$(OUT)/tools/render_sample: tests/tools/render_sample.c tests/unit/render/sample.h tests/unit/render/hard.h $(foreach s,render model base,$(call lib,$(s)))
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(ALLFLAGS) -o $@ $(filter %.c %.a,$^) $(OUT)/obj/embedded.o $(LIBS)

FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
$(OUT)/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c tests/fuzz/articles.h $(call lib,cli) $(LIBS_OF_STAGES)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

DRIVERS := $(patsubst tests/quality/%.c,$(OUT)/quality/%,$(wildcard tests/quality/*.c))
$(OUT)/quality/%: tests/quality/%.c $(LIBS_OF_STAGES)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

BENCHES := $(patsubst tests/bench/%.c,$(OUT)/bench/%,$(wildcard tests/bench/bench_*.c))
$(OUT)/bench/%: tests/bench/%.c $(LIBS_OF_STAGES)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

$(OUT)/bench/nosync.so: tests/bench/nosync.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -shared -fPIC -o $@ $<

# The ledger alone, and the whole program, to be killed, cut off from power and refused by the system. -rdynamic: libraries must find the
# calls of power.c and fail.c before the C library's.
DISASTERS := tests/crash/kill.c tests/crash/power.c tests/crash/fail.c
$(OUT)/crash/crash_ledger: tests/crash/crash_ledger.c $(DISASTERS) $(foreach s,store model base,$(call lib,$(s))) $(OUT)/obj/embedded.o
$(OUT)/crash/bulletin: $(DISASTERS) $(OBJ)
$(OUT)/crash/crash_ledger $(OUT)/crash/bulletin:
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -rdynamic -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

.PHONY: deps demo check test run-check check-browser screenshots quality bench fuzz lint soak install
deps:
	@sh tests/tools/deps.sh

# The library list is asked of pkg-config when a Makefile is read, so what follows an installation is a second make.
demo: deps
	@$(MAKE) --no-print-directory all build/plain/tools/sink
	@sh tests/tools/demo.sh

check test:
	@sh tests/tools/deps.sh check
	@$(MAKE) --no-print-directory all build/plain/crash/bulletin
	@$(MAKE) --no-print-directory SAN=1 run-check

SHELL_TESTS := $(filter-out %/lib.sh,$(foreach d,send crash cli lint,$(sort $(wildcard tests/$(d)/*.sh))))
# The longest stand first, so that the short ones fill what time is left. What they need is built before, because two of them at once
# must not build the same file.
run-check: all $(UNITBIN) $(FUZZ:%=$(OUT)/fuzz/%) $(OUT)/tools/sink $(OUT)/bench/bench_send $(OUT)/crash/crash_ledger $(OUT)/crash/bulletin
	@OUT=$(abspath $(OUT)) ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
		sh tests/run.sh $(SHELL_TESTS) $(UNITBIN) $(FUZZ:%=$(OUT)/fuzz/%)

check-browser:
	@sh tests/tools/deps.sh check browser
	@$(MAKE) --no-print-directory all build/plain/tools/render_sample
	@LIMIT=1200 sh tests/run.sh $(sort $(wildcard tests/browser/*.sh))

screenshots:
	@sh tests/tools/deps.sh browser
	@$(MAKE) --no-print-directory all
	@sh tests/tools/screenshots.sh

# make quality DATA=DIR TOOLS=DIR: the scorers' table over test material that is not part of this repository.
quality:
	@sh tests/tools/deps.sh check
	@$(MAKE) --no-print-directory all $(DRIVERS)
	@OUT=$(abspath $(OUT)) sh tests/quality/run.sh "$(DATA)" "$(TOOLS)"

bench:
	@sh tests/tools/deps.sh check
	@$(MAKE) --no-print-directory all $(BENCHES) $(OUT)/bench/nosync.so $(OUT)/quality/read_driver $(OUT)/tools/sink
	@OUT=$(abspath $(OUT)) sh tests/bench/run.sh

# make fuzz RUNS=1000000: every driver under libFuzzer with ASan and UBSan.
RUNS ?= 1000000
fuzz:
	@sh tests/tools/deps.sh fuzz
	@RUNS=$(RUNS) sh tests/fuzz/run.sh

soak:
	@sh tests/tools/deps.sh check
	@$(MAKE) --no-print-directory all build/plain/tools/sink build/plain/bench/bench_send build/plain/crash/crash_ledger build/plain/crash/bulletin
	@OUT=$(abspath build/plain) SOAK=1 LIMIT=14400 sh tests/run.sh $(filter tests/crash/%,$(SHELL_TESTS)) tests/send/killed.sh tests/send/weather.sh

lint:
	@sh tests/run.sh $(sort $(wildcard tests/lint/*.sh))

install: all
	install -D -m 755 $(OUT)/bulletin $(DESTDIR)$(PREFIX)/bin/bulletin
	install -D -m 644 src/cli/bulletin.1 $(DESTDIR)$(PREFIX)/share/man/man1/bulletin.1

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(OBJ:.o=.d) $(UNITBIN:=.d)

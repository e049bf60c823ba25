# Read after the Makefile: make -f Makefile -f tests/crash/crash.mk [SAN=1] crash-programs
# -rdynamic: SQLite must find the calls of power.c and fail.c.
.PHONY: crash-programs
crash-programs: $(OUT)/crash/crash_ledger
$(OUT)/crash/crash_ledger: tests/crash/crash_ledger.c tests/crash/power.c tests/crash/fail.c $(foreach s,store model base,$(call lib,$(s))) $(OUT)/obj/embedded.o
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(ALLFLAGS) -rdynamic -o $@ $^ $(LIBS)

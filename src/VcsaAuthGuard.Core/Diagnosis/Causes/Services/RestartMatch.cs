using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Symptoms;

namespace VcsaAuthGuard.Diagnosis.Causes.Services;

/// <summary>Finds the start of vpxd that refused calls follow.</summary>
internal static class RestartMatch
{
    /// <summary>A burst that begins within this time after a start is its consequence.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(10);

    /// <summary>Within this time every client of a dropped session has called again; only sessions that are known to be older are refused
    /// later.</summary>
    private static readonly TimeSpan EchoPeriod = TimeSpan.FromMinutes(30);

    /// <summary>One or two refused calls may precede the restart.</summary>
    private const double MinShare = 0.9;

    /// <summary>A crash is logged this long before the start that follows it.</summary>
    private static readonly TimeSpan CrashReach = TimeSpan.FromMinutes(30);

    /// <summary>Returns the time from which on all sessions were dropped; null if the calls do not follow a start.</summary>
    public static DateTimeOffset? Find(VCenterEvidence evidence, RefusedRun run)
    {
        foreach (DateTimeOffset start in Starts(evidence))
        {
            bool isEcho =
                run.Start - start <= Reach && start <= run.End && run.Share(call => IsBetween(call, start, start + EchoPeriod)) >= MinShare;
            bool isOfOldSessions = run.Share(call => call.Ticks >= start.UtcTicks && IsOlder(call, start)) >= MinShare;
            if (isEcho || isOfOldSessions)
            {
                return start;
            }
        }

        return null;
    }

    /// <summary>Returns whether vpxd crashed before a start.</summary>
    public static bool IsCrash(VCenterEvidence evidence, DateTimeOffset start) =>
        evidence.SymptomsOf(SymptomKind.Crash).CountIn([(start - CrashReach, start + TimeSpan.FromMinutes(1))]) > 0;

    /// <summary>Returns whether vpxd was started after a crash.</summary>
    public static bool HasStartAfter(VCenterEvidence evidence, FaultKindEvidence crash) =>
        evidence.Starts.Any(start => crash.CountIn([(start.Time - CrashReach, start.Time + TimeSpan.FromMinutes(1))]) > 0);

    /// <summary>Returns the share of calls whose session is known to be older than a start.</summary>
    public static int CountOlder(RefusedRun run, DateTimeOffset start) => run.Calls.Count(call => IsOlder(call, start));

    /// <summary>Returns the starts of vpxd, latest first, and the crashes that no start in the logs follows.</summary>
    private static IEnumerable<DateTimeOffset> Starts(VCenterEvidence evidence)
    {
        DateTimeOffset[] starts = [.. evidence.Starts.Select(start => start.Time)];
        IEnumerable<DateTimeOffset> crashes = evidence
            .SymptomsOf(SymptomKind.Crash)
            .Observations.Where(crash => crash.Ticks > 0)
            .Select(crash => new DateTimeOffset(crash.Ticks, TimeSpan.Zero))
            .Where(crash => !Array.Exists(starts, start => start >= crash - TimeSpan.FromMinutes(1) && start - crash <= CrashReach));
        return starts.Concat(crashes).OrderByDescending(start => start);
    }

    private static bool IsBetween(FaultObservation call, DateTimeOffset from, DateTimeOffset to) =>
        call.Ticks >= from.UtcTicks && call.Ticks <= to.UtcTicks;

    private static bool IsOlder(FaultObservation call, DateTimeOffset start) =>
        call.Session is { FirstSeen: > 0 } session && session.FirstSeen < start.UtcTicks;
}

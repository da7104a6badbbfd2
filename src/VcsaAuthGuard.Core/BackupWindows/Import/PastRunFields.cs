using System.Globalization;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Finds a run's values under the names that reports of backup products give them.</summary>
internal static class PastRunFields
{
    private static readonly string[] Job = ["Job", "JobName", "Job Name", "Policy", "PolicyName", "Policy Name", "Task", "Name"];
    private static readonly string[] Start = ["Start", "StartTime", "Start Time", "Started", "CreationTime", "Creation Time"];
    private static readonly string[] End = ["End", "EndTime", "End Time", "Ended", "Finish", "FinishTime", "Finish Time", "Finished", "Stop", "StopTime", "Stop Time"];
    private static readonly string[] Duration = ["Duration", "Elapsed", "ElapsedTime", "Elapsed Time"];
    private static readonly string[] VMs = ["VMs", "VMCount", "VM Count", "Objects", "ObjectCount", "Object Count"];
    private static readonly string[] Server = ["Server", "vCenter", "VIServer"];

    public static PastRun Read(Func<string, object?> get, string timeZone)
    {
        string job = Text(Find(get, Job)) ?? throw new FormatException("It has no job (Job, JobName, Policy, Name).");
        DateTimeOffset start = Time(Find(get, Start), timeZone) ?? throw new FormatException($"'{job}': It has no start (Start, StartTime, CreationTime).");
        DateTimeOffset? end = Time(Find(get, End), timeZone);
        TimeSpan? duration = Find(get, Duration) switch
        {
            TimeSpan span => span,
            object text when Text(text) is string given => DurationText.Parse(given),
            _ => end - start,
        };
        if (duration < TimeSpan.Zero)
        {
            throw new FormatException(end is null
                ? $"'{job}': The duration {duration} of the run at {start:u} is negative."
                : $"'{job}': The run's end {end:u} is before its start {start:u}.");
        }

        string? vms = Text(Find(get, VMs));
        return new(job, start, duration, vms is null ? null : Number(vms, job), Text(Find(get, Server)));
    }

    private static object? Find(Func<string, object?> get, string[] names) => names.Select(get).FirstOrDefault(value => Text(value) is not null);

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() is { Length: > 0 } text ? text : null;

    private static int Number(string text, string job) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new FormatException($"'{job}': VMs '{text}' is no whole number of 0 or more.");

    private static DateTimeOffset? Time(object? value, string timeZone) => value switch
    {
        DateTimeOffset time => time,
        DateTime { Kind: not DateTimeKind.Unspecified } time => new DateTimeOffset(time).ToUniversalTime(),
        DateTime time => OfLocal(time, timeZone),
        _ when Text(value) is not string text => null,
        _ when DateTime.TryParse((string)Text(value)!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time) => time.Kind == DateTimeKind.Unspecified
            ? OfLocal(time, timeZone)
            : new DateTimeOffset(time).ToUniversalTime(),
        _ => throw new FormatException($"'{value}' is no time. Write it like 2026-02-11T02:00:00."),
    };

    private static DateTimeOffset OfLocal(DateTime local, string timeZone) => new(new ZoneClock(TimeZoneNames.Find(timeZone)).ToUtc(local.Ticks), TimeSpan.Zero);
}

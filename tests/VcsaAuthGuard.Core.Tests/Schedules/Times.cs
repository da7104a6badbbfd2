using System.Globalization;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Tests.Schedules;

/// <summary>Windows and times as tests write them.</summary>
internal static class Times
{
    public static DateTimeOffset Utc(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static BackupWindow Window(
        string recurrence,
        string zone = "UTC",
        double hours = 1,
        string name = "job",
        WindowRole role = WindowRole.Backup,
        params string[] server
    ) =>
        new()
        {
            Name = name,
            Role = role,
            Recurrence = Recurrence.Parse(recurrence),
            TimeZone = zone,
            Duration = TimeSpan.FromHours(hours),
            Server = server,
        };

    /// <summary>Starts in UTC, as <c>MM-dd HH:mm</c>.</summary>
    public static string[] Starts(string recurrence, string zone, string from, string to) =>
        [
            .. Window(recurrence, zone, 1.0 / 60)
                .Between(Utc(from), Utc(to))
                .Select(run => run.Start.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)),
        ];
}

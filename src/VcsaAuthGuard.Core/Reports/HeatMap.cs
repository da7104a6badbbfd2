using System.Globalization;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Counts faults by host and hour: by each hour over a few days, by the hour of the day over more.</summary>
internal sealed class HeatMap
{
    private const int MaxHours = 72;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Returns the hosts with most faults, most first.</summary>
    public IReadOnlyList<(string Host, int Faults)> Hosts { get; private init; } = [];

    /// <summary>Gets the column headings.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>Gets the name of the time zone of the column headings.</summary>
    public string Zone { get; private init; } = TimeDisplay.Zone;

    /// <summary>Gets the start of each column in milliseconds since 1970; empty if the columns are hours of the day.</summary>
    public IReadOnlyList<long> Starts { get; private init; } = [];

    /// <summary>Gets the faults by host and column.</summary>
    public IReadOnlyList<int[]> Rows { get; private init; } = [];

    /// <summary>Gets the number of hosts that are left out and of their faults.</summary>
    public (int Hosts, long Faults) LeftOut { get; private init; }

    /// <summary>Gets whether the columns are hours of the day rather than points in time.</summary>
    public bool IsOfDay => Starts.Count == 0;

    public static HeatMap? Create(VcsaDiagnosis diagnosis, int mostHosts)
    {
        HostHours hours = diagnosis.HostHours;
        (string Host, int Faults)[] hosts = [.. hours.OfDay.Select(host => (host.Key, host.Value.Sum()))
            .OrderByDescending(host => host.Item2).ThenBy(host => host.Key, StringComparer.Ordinal)];
        if (hosts.Length == 0)
        {
            return null;
        }

        (string Host, int Faults)[] shown = [.. hosts.Take(mostHosts)];
        long first = 0;
        long last = -1;
        if (hours.Cells is not null)
        {
            first = hours.Cells.Keys.Min(cell => cell.Hour);
            last = hours.Cells.Keys.Max(cell => cell.Hour);
        }

        // The hours before and after, where the logs have them: that nothing was there is worth to be seen.
        long logFirst = HourOf(diagnosis.From) ?? first;
        long logLast = HourOf(diagnosis.To) ?? last;
        if (hours.Cells is not null && logLast - logFirst < MaxHours)
        {
            first = Math.Min(first, logFirst);
            last = Math.Max(last, logLast);
        }

        bool isOfDay = hours.Cells is null || last - first >= MaxHours;
        int[] ofDay = HoursOfDay(diagnosis, out bool isInZone);
        bool isOneDay = !isOfDay && Shown(first).Date == Shown(last).Date;
        long[] columns = isOfDay ? [] : [.. Enumerable.Range(0, (int)(last - first) + 1).Select(hour => first + hour)];
        return new()
        {
            Hosts = shown,
            Zone = isOfDay && !isInZone ? "UTC" : TimeDisplay.Zone,
            Columns = isOfDay
                ?
                [
                    .. ofDay.Select(hour => isInZone ? Shown((HourOf(diagnosis.From) / 24 * 24) + hour) : At(hour))
                        .Select(time => time.ToString("HH:mm", Invariant)),
                ]
                : [.. columns.Select(hour => Shown(hour).ToString(isOneDay ? "HH:mm" : "MM-dd HH:mm", Invariant))],
            Starts = [.. columns.Select(hour => ReportFormat.MillisecondsOfMinute(hour * 60))],
            Rows = isOfDay
                ? [.. shown.Select(host => ofDay.Select(hour => hours.OfDay[host.Host][hour]).ToArray())]
                :
                [
                    .. shown.Select(host =>
                        columns.Select(hour => hours.Cells!.TryGetValue((host.Host, hour), out int count) ? count : 0).ToArray()
                    ),
                ],
            LeftOut = (hosts.Length - shown.Length, hosts.Skip(shown.Length).Sum(host => (long)host.Faults)),
        };
    }

    /// <summary>Returns the hours of the day in UTC, in the order of the clock of the page's time zone; in their own order where that
    /// clock is changed within the logs.</summary>
    private static int[] HoursOfDay(VcsaDiagnosis diagnosis, out bool isInZone)
    {
        const int Hours = 24;
        IEnumerable<int> hours = Enumerable.Range(0, Hours);
        isInZone = diagnosis.From is DateTimeOffset from && diagnosis.To is DateTimeOffset to
            && TimeDisplay.Of(from).Offset == TimeDisplay.Of(to).Offset;
        return isInZone ? [.. hours.OrderBy(hour => Shown((HourOf(diagnosis.From) / Hours * Hours) + hour).TimeOfDay)] : [.. hours];
    }

    private static DateTimeOffset Shown(long? hour) => TimeDisplay.Of(At(hour ?? 0));

    private static DateTimeOffset At(long hour) => new(hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    private static long? HourOf(DateTimeOffset? time) => time?.UtcTicks / TimeSpan.TicksPerHour;
}

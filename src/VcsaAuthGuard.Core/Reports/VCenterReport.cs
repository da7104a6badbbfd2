using System.Globalization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.Reports;

/// <summary>Represents a diagnosis and the parts of it that the page shows.</summary>
internal sealed class VCenterReport
{
    private const int MaxCharted = 6;
    private const int MaxClients = 60;
    private const int MaxHosts = 40;
    private const int MinHosts = 10;
    private const int MaxBursts = 200;
    private const int MinBursts = 10;

    /// <summary>The number of points of all charts of a page together, which keeps it well under 2 MB.</summary>
    private const int MaxPoints = 28_000;
    private const int MinPoints = 100;

    /// <summary>Shorter names occur in lines that have nothing to do with them.</summary>
    private const int MinNameLength = 3;

    public VCenterReport(VcsaDiagnosis diagnosis, int number, int cases)
    {
        Diagnosis = diagnosis;
        Id = "v" + number.ToString(CultureInfo.InvariantCulture);
        Name =
            diagnosis.Server
            ?? FileName(diagnosis.Source)
            ?? (cases == 1 ? "This vCenter" : "vCenter " + number.ToString(CultureInfo.InvariantCulture));
        ApiClientLoad[] clients = [.. diagnosis.Clients.Concat(diagnosis.Load).Distinct()];
        Clients = [.. clients.Take(Math.Max(10, MaxClients / cases))];
        ClientsLeftOut = clients.Length - Clients.Count;
        int points = Math.Max(MinPoints, MaxPoints / cases / (MaxCharted + 1));
        Faults = diagnosis.Timeline.WithMaxBins(points);
        Charted =
        [
            .. Clients
                .Where(client => client.Logins > 0)
                .Take(MaxCharted)
                .Select(client => ClientSeries.Create(client, points))
                .Where(series => series.Points.Count > 0),
        ];
        HeatMap = HeatMap.Create(diagnosis, Math.Max(MinHosts, MaxHosts / cases));
        Bursts =
        [
            .. diagnosis
                .Bursts.OrderByDescending(burst => burst.Count)
                .Take(Math.Max(MinBursts, MaxBursts / cases))
                .OrderBy(burst => burst.Start),
        ];
        Cases = cases;
    }

    public VcsaDiagnosis Diagnosis { get; }

    /// <summary>Gets the id of its part of the page.</summary>
    public string Id { get; }

    public string Name { get; }

    /// <summary>Returns the id of the part of the page with a finding's evidence.</summary>
    public string FindingId(int index) => FormattableString.Invariant($"{Id}-finding{index + 1}");

    /// <summary>Gets the number of diagnoses on the page, which share its size limits.</summary>
    public int Cases { get; }

    /// <summary>Gets the clients of the table: those to contact, then those with the most logins.</summary>
    public IReadOnlyList<ApiClientLoad> Clients { get; }

    public int ClientsLeftOut { get; }

    public CountSeries<FaultCounts> Faults { get; }

    /// <summary>Gets the first clients' logins over time.</summary>
    public IReadOnlyList<ClientSeries> Charted { get; }

    public HeatMap? HeatMap { get; }

    /// <summary>Gets the largest bursts, in order of time.</summary>
    public IReadOnlyList<FaultBurst> Bursts { get; }

    /// <summary>Gets the first and last minute of the charts; null if nothing has a time.</summary>
    public (long From, long To)? Minutes
    {
        get
        {
            long[] starts =
            [
                .. Faults.Bins.Select(bin => bin.Start),
                .. Charted.SelectMany(series => series.Points).Select(point => point.Start),
                .. Of(Diagnosis.From),
            ];
            long[] ends =
            [
                .. Faults.Bins.Select(bin => bin.Start + Faults.Width),
                .. Charted.SelectMany(series => series.Points.Select(point => point.Start + series.Width)),
                .. Of(Diagnosis.To).Select(minute => minute + 1),
            ];
            return starts.Length == 0 || ends.Length == 0 ? null : (starts.Min(), ends.Max());

            static IEnumerable<long> Of(DateTimeOffset? time) =>
                time is DateTimeOffset value ? [value.UtcTicks / TimeSpan.TicksPerMinute] : [];
        }
    }

    /// <summary>Returns the clients, by their place in the table, that some lines are about; null if there is none.</summary>
    public string? ClientsIn(IEnumerable<string> lines) => Places(Clients.Count, lines, (place, line) =>
    {
        string? name = Clients[place].User ?? Clients[place].Address;
        return name is not null && name.Length >= MinNameLength && IsNamed(name, line, StringComparison.OrdinalIgnoreCase);
    });

    /// <summary>Returns the hosts, by their place in the heat map, that some lines are about; null if there is none.</summary>
    public string? HostsIn(IEnumerable<string> lines) =>
        Places(
            HeatMap?.Hosts.Count ?? 0,
            lines,
            (place, line) => IsNamed(ReportFormat.Host(HeatMap!.Hosts[place].Host), line, StringComparison.Ordinal)
        );

    private static string? Places(int count, IEnumerable<string> lines, Func<int, string, bool> isIn)
    {
        string[] all = [.. lines];
        string found = string.Join(
            " ",
            Enumerable
                .Range(0, count)
                .Where(place => all.Any(line => isIn(place, line)))
                .Select(place => place.ToString(CultureInfo.InvariantCulture))
        );
        return found.Length == 0 ? null : found;
    }

    /// <summary>Returns whether a line contains the name as a whole word rather than as the start of a longer one.</summary>
    private static bool IsNamed(string name, string line, StringComparison comparison)
    {
        for (int at = line.IndexOf(name, comparison); at >= 0; at = line.IndexOf(name, at + 1, comparison))
        {
            int end = at + name.Length;
            if (end == line.Length || !char.IsLetterOrDigit(line[end]))
            {
                return true;
            }
        }

        return false;
    }

    private static string? FileName(string? source) => source is null ? null : source.Substring(source.LastIndexOfAny(['/', '\\']) + 1);
}

using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>What is kept of the faults of one kind: their number and times, and some of them as evidence.</summary>
internal sealed class KindFacts
{
    private const int MostSights = 100_000;
    private const int MostLines = 10_000;
    private const int FewLines = 3;

    /// <summary>Of each such span a few lines are kept: a later burst has its own.</summary>
    private static readonly long LineSpan = TimeSpan.FromMinutes(5).Ticks;

    private readonly List<FaultSight> _sights = [];
    private readonly List<(long Ticks, string Line)> _lines = [];
    private (long Span, int Count) _linesOfSpan;

    public long Count { get; private set; }

    /// <summary>How many name each host.</summary>
    public Dictionary<string, int> Hosts { get; } = new(StringComparer.Ordinal);

    /// <summary>The first of them: up to 100,000.</summary>
    public IReadOnlyList<FaultSight> Sights => _sights;

    /// <summary>The first lines, as evidence.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Take(FewLines).Select(line => line.Line)];

    /// <summary>The largest limit a message names (<c>Limited to 2000</c>); 0 when none does.</summary>
    public int Limit { get; private set; }

    public void Add(AuthFault fault, int idleSeconds)
    {
        Count++;
        if (_sights.Count < MostSights)
        {
            _sights.Add(new(fault.Time?.UtcTicks ?? 0, idleSeconds, fault.LineNumber, fault.Source ?? ""));
        }

        AddLine(fault);
        AddHost(fault.VMHostId);
        Limit = Math.Max(Limit, LimitIn(fault.Message));
    }

    /// <summary>The first lines between two times, as evidence.</summary>
    public IReadOnlyList<string> LinesBetween(DateTimeOffset from, DateTimeOffset to) =>
        [.. _lines.Where(line => line.Ticks >= from.UtcTicks && line.Ticks <= to.UtcTicks).Take(FewLines).Select(line => line.Line)];

    private void AddHost(string? host)
    {
        if (host is not null)
        {
            Hosts.TryGetValue(host, out int count);
            Hosts[host] = count + 1;
        }
    }

    private void AddLine(AuthFault fault)
    {
        long ticks = fault.Time?.UtcTicks ?? 0;
        _linesOfSpan = ticks / LineSpan == _linesOfSpan.Span ? (_linesOfSpan.Span, _linesOfSpan.Count + 1) : (ticks / LineSpan, 1);
        if (_linesOfSpan.Count <= FewLines && _lines.Count < MostLines)
        {
            int end = fault.Text.IndexOf('\n');
            _lines.Add((ticks, EvidenceLine.Of(fault.Source, fault.LineNumber, end < 0 ? fault.Text : fault.Text.Remove(end))));
        }
    }

    /// <summary>How many lie in any of some spans, each counted once, and the first lines of them.</summary>
    public (int Count, IReadOnlyList<string> Lines) In(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        bool isIn(long ticks) => spans.Any(span => ticks >= span.From.UtcTicks && ticks <= span.To.UtcTicks);
        return (_sights.Count(sight => isIn(sight.Ticks)), [.. _lines.Where(line => isIn(line.Ticks)).Take(FewLines).Select(line => line.Line)]);
    }

    public int CountBetween(DateTimeOffset from, DateTimeOffset to) =>
        _sights.Count(sight => sight.Ticks >= from.UtcTicks && sight.Ticks <= to.UtcTicks);

    private static int LimitIn(string? message)
    {
        const string Label = "imited to ";
        int at = message?.IndexOf(Label, StringComparison.Ordinal) ?? -1;
        return at >= 0 && Bytes.TryReadNumber(System.Text.Encoding.ASCII.GetBytes(message!.Substring(at + Label.Length)), out int limit, out _) ? limit : 0;
    }
}

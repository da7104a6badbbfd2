using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Collects the faults of one kind: their number, times and hosts, and some of their lines. Memory is bounded.</summary>
internal sealed class FaultKindEvidence
{
    private const int MaxObservations = 100_000;
    private const int MaxLines = 10_000;
    private const int MaxLinesShown = 3;

    /// <summary>A few lines are kept of each such span, so that a later burst has lines of its own.</summary>
    private static readonly long LineSpan = TimeSpan.FromMinutes(5).Ticks;

    private readonly List<FaultObservation> _observations = [];
    private readonly List<(long Ticks, string Line)> _lines = [];
    private (long Span, int Count) _linesOfSpan;

    /// <summary>Gets the number of faults.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of faults whose entries have no time.</summary>
    public long UntimedCount { get; private set; }

    /// <summary>Gets the first time; null when no fault has a time.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>Gets the last time; null when no fault has a time.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Gets the number of faults by host id.</summary>
    public Dictionary<string, int> Hosts { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the first 100,000 faults.</summary>
    public IReadOnlyList<FaultObservation> Observations => _observations;

    /// <summary>Gets the first lines.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Take(MaxLinesShown).Select(line => line.Line)];

    /// <summary>Gets the largest limit that a message names (<c>Limited to 2000</c>); 0 when none does.</summary>
    public int Limit { get; private set; }

    public void Add(AuthFault fault, int idleSeconds)
    {
        Count++;
        UntimedCount += fault.Time is null ? 1 : 0;
        First = First is null || fault.Time < First ? fault.Time ?? First : First;
        Last = Last is null || fault.Time > Last ? fault.Time ?? Last : Last;
        if (_observations.Count < MaxObservations)
        {
            _observations.Add(new(fault.Time?.UtcTicks ?? 0, idleSeconds));
        }

        AddLine(fault);
        if (fault.VMHostId is string host)
        {
            Hosts.TryGetValue(host, out int count);
            Hosts[host] = count + 1;
        }

        Limit = Math.Max(Limit, LimitIn(fault.Message));
    }

    /// <summary>Returns the number of faults between two times.</summary>
    public int CountBetween(DateTimeOffset from, DateTimeOffset to) =>
        _observations.Count(item => item.Ticks >= from.UtcTicks && item.Ticks <= to.UtcTicks);

    /// <summary>Returns the number of faults that lie in any of several spans, each counted once.</summary>
    public int CountIn(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans) =>
        _observations.Count(item => IsIn(spans, item.Ticks));

    /// <summary>Returns the first lines between two times.</summary>
    public IReadOnlyList<string> LinesBetween(DateTimeOffset from, DateTimeOffset to) => LinesIn([(from, to)]);

    /// <summary>Returns the first lines in any of several spans.</summary>
    public IReadOnlyList<string> LinesIn(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans) =>
        [.. _lines.Where(line => IsIn(spans, line.Ticks)).Take(MaxLinesShown).Select(line => line.Line)];

    private static bool IsIn(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans, long ticks) =>
        spans.Any(span => ticks >= span.From.UtcTicks && ticks <= span.To.UtcTicks);

    private void AddLine(AuthFault fault)
    {
        long ticks = fault.Time?.UtcTicks ?? 0;
        _linesOfSpan = ticks / LineSpan == _linesOfSpan.Span ? (_linesOfSpan.Span, _linesOfSpan.Count + 1) : (ticks / LineSpan, 1);
        if (_linesOfSpan.Count <= MaxLinesShown && _lines.Count < MaxLines)
        {
            int end = fault.Text.IndexOf('\n');
            _lines.Add((ticks, EvidenceLine.Format(fault.Source, fault.LineNumber, end < 0 ? fault.Text : fault.Text.Remove(end))));
        }
    }

    private static int LimitIn(string? message)
    {
        const string Label = "imited to ";
        int at = message?.IndexOf(Label, StringComparison.Ordinal) ?? -1;
        return at >= 0 && Bytes.TryReadNumber(Encoding.ASCII.GetBytes(message!.Substring(at + Label.Length)), out int limit, out _)
            ? limit
            : 0;
    }
}

using System.Text;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Collects the faults of one kind: their number, times and hosts, and some of their lines. Memory is bounded.</summary>
internal sealed class FaultKindEvidence
{
    private const int MaxObservations = 100_000;
    private const int MaxLines = 10_000;
    private const int MaxLinesShown = 3;

    /// <summary>The start of entries about requests to hosts; vpxd's own refusals have another form.</summary>
    private const string GatewayNeedle = "SOAP request returned HTTP failure;";

    /// <summary>A few lines are kept of each such span, so that a later burst has lines of its own.</summary>
    private static readonly long LineSpan = TimeSpan.FromMinutes(5).Ticks;

    private readonly List<FaultObservation> _observations = [];
    private readonly List<(long Ticks, string Line)> _lines = [];
    private (long Span, int Count) _linesOfSpan;

    /// <summary>Gets the number of faults.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of entries that report the failure of a call, and not only name the fault.</summary>
    public long ReportCount { get; private set; }

    /// <summary>Gets the number of faults whose entries have no time.</summary>
    public long UntimedCount { get; private set; }

    /// <summary>Gets the first time; null if no fault has a time.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>Gets the last time; null if no fault has a time.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Gets the ESXi hosts, by name or id.</summary>
    public OccurrenceTally Hosts { get; } = new();

    public OccurrenceTally Accounts { get; } = new();

    public OccurrenceTally Addresses { get; } = new();

    public OccurrenceTally Datastores { get; } = new();

    /// <summary>Gets the types of the faults (<c>vim.fault.HostConnectFault</c>).</summary>
    public OccurrenceTally Reasons { get; } = new();

    /// <summary>Gets the hosts of faults that name a datastore, each with it.</summary>
    public HashSet<(string Datastore, string Host)> DatastoreHosts { get; } = [];

    /// <summary>Gets the first 100,000 faults.</summary>
    public IReadOnlyList<FaultObservation> Observations => _observations;

    /// <summary>Gets the first lines.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Take(MaxLinesShown).Select(line => line.Line)];

    /// <summary>Gets the largest limit that a message names (<c>Limited to 2000</c>); 0 if none does.</summary>
    public int Limit { get; private set; }

    /// <summary>Gets the number of messages that report the limit of one user's sessions.</summary>
    public long UserLimitCount { get; private set; }

    public void Add(AuthFault fault, int idleSeconds, RefusedSession? session, bool isQueued = false, long begunTicks = 0)
    {
        string? host = fault.VMHost ?? fault.VMHostId;
        string? datastore = fault.Datastore ?? fault.DatastoreUuid ?? DatastoreIn(fault.Object);
        datastore ??= fault.Kind == AuthFaultKind.GatewayFailure ? EntryPlace.Datastore(Behind(fault.Text)) : null;
        bool isOwn = host is null && !WordSearch.Has(fault.Text, GatewayNeedle);
        FaultObservation observation = new(fault.Time?.UtcTicks ?? 0, idleSeconds, host, session, isQueued, isOwn, begunTicks);
        Add(fault.Time, observation, fault.Source, fault.LineNumber, fault.Text);
        AddPlace(host, datastore);
        Accounts.Add(fault.User);
        Addresses.Add(fault.ClientAddress);
        Reasons.Add(fault.Reason);
        Limit = Math.Max(Limit, LimitIn(fault.Message));
        UserLimitCount += WordSearch.Has(fault.Message, "User session count") ? 1 : 0;
    }

    public void Add(Symptom symptom)
    {
        ReportCount += symptom.IsMention ? 0 : 1;
        Add(symptom.Time, new(symptom.Time?.UtcTicks ?? 0, -1, symptom.Host), symptom.Source, symptom.Line, symptom.Text);
        AddPlace(symptom.Host, symptom.Datastore);
        Accounts.Add(symptom.Account);
        Addresses.Add(symptom.Address);
    }

    public void Add(SignatureMatch match) =>
        Add(match.Time, new(match.Time?.UtcTicks ?? 0, -1), match.Source, match.Line, match.Text);

    /// <summary>Returns the largest number of faults within a time.</summary>
    public int PeakIn(TimeSpan period)
    {
        long[] times = [.. _observations.Select(item => item.Ticks).Where(ticks => ticks > 0).OrderBy(ticks => ticks)];
        int peak = 0;
        for (int first = 0, last = 0; last < times.Length; last++)
        {
            while (times[last] - times[first] > period.Ticks)
            {
                first++;
            }

            peak = Math.Max(peak, last - first + 1);
        }

        return peak;
    }

    /// <summary>Returns the number of faults in any of several spans, each counted once.</summary>
    public int CountIn(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans) =>
        _observations.Count(item => IsIn(spans, item.Ticks));

    /// <summary>Returns the first lines between two times.</summary>
    public IReadOnlyList<string> LinesBetween(DateTimeOffset from, DateTimeOffset to) => LinesIn([(from, to)]);

    /// <summary>Returns the first lines in any of several spans.</summary>
    public IReadOnlyList<string> LinesIn(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans) =>
        [.. _lines.Where(line => IsIn(spans, line.Ticks)).Take(MaxLinesShown).Select(line => line.Line)];

    private static bool IsIn(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> spans, long ticks) =>
        spans.Any(span => ticks >= span.From.UtcTicks && ticks <= span.To.UtcTicks);

    private void Add(DateTimeOffset? time, FaultObservation observation, string? source, long lineNumber, string text)
    {
        Count++;
        UntimedCount += time is null ? 1 : 0;
        First = First is null || time < First ? time ?? First : First;
        Last = Last is null || time > Last ? time ?? Last : Last;
        if (_observations.Count < MaxObservations)
        {
            _observations.Add(observation);
        }

        long span = observation.Ticks / LineSpan;
        _linesOfSpan = span == _linesOfSpan.Span ? (span, _linesOfSpan.Count + 1) : (span, 1);
        if (text.Length > 0 && _linesOfSpan.Count <= MaxLinesShown && _lines.Count < MaxLines)
        {
            int end = text.IndexOf('\n');
            _lines.Add((observation.Ticks, EvidenceLine.Format(source, lineNumber, end < 0 ? text : text.Remove(end))));
        }
    }

    private void AddPlace(string? host, string? datastore)
    {
        Hosts.Add(host);
        Datastores.Add(datastore);
        if (host is not null && datastore is not null && DatastoreHosts.Count < MaxLines)
        {
            DatastoreHosts.Add((datastore, host));
        }
    }

    /// <summary>Returns the lines of an entry behind its first.</summary>
    private static string Behind(string text) => text.Substring(Math.Max(0, text.IndexOf('\n')));

    /// <summary>Returns the id in <c>vim.Datastore:datastore-15</c>; null for other objects.</summary>
    private static string? DatastoreIn(string? named)
    {
        const string Prefix = "vim.Datastore:";
        return named?.StartsWith(Prefix, StringComparison.Ordinal) == true ? named.Substring(Prefix.Length).Trim('\'') : null;
    }

    private static int LimitIn(string? message)
    {
        foreach (string label in (string[])["imited to ", "max allowed: "])
        {
            int at = message?.IndexOf(label, StringComparison.Ordinal) ?? -1;
            if (at >= 0 && Bytes.TryReadNumber(Encoding.ASCII.GetBytes(message!.Substring(at + label.Length)), out int limit, out _))
            {
                return limit;
            }
        }

        return 0;
    }
}

using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;


namespace VcsaAuthGuard.ApiLoad;

/// <summary>Reads what an entry of any log says about sessions and calls.</summary>
internal static class LoadEntryParser
{
    private const string RefusedLogin = "InvalidLogin";
    private const int Server = 500;

    private static readonly byte[][] EventMarks = [.. ClientEventParser.Needles.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>What entries of vpxd's own log hold.</summary>
    public static IReadOnlyList<string> VpxdNeedles { get; } = [LroCall.BeginNeedle, ServiceStart.Needle, RefusedLogin];

    /// <summary>What entries of the other logs hold.</summary>
    public static IReadOnlyList<string> OtherNeedles { get; } = [SessionOwnerBatch.Needle, .. ClientEventParser.Needles, .. AccessLine.Needles];

    /// <summary>The needles of a log: of one whose name says that it is vpxd's own only those, for they are found faster; every line of an access log, so that none is passed over.</summary>
    public static Func<string, NeedleSet> NeedlesOf(params string[] more)
    {
        string[] vpxd = [.. VpxdNeedles.Concat(more).Distinct()];
        NeedleSet ofVpxd = new(vpxd);
        NeedleSet ofAny = new([.. vpxd.Concat(OtherNeedles).Distinct()]);
        NeedleSet everyLine = new(" ");
        return source => IsAccessLog(source) ? everyLine : LogName.TryParse(source.Substring(source.LastIndexOf('!') + 1), LogKinds.Vpxd, out _) ? ofVpxd : ofAny;
    }

    /// <summary>
    /// What a log platform is asked for, search by search: the order in which files are read, for whose a session is must be known before
    /// its calls. An entry that holds a phrase of an earlier search was read there.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<SearchPhrase>> Searches(params SearchPhrase[] more) =>
    [
        [new(SessionOwnerBatch.Needle, "SessionPool Session")],
        [.. ClientEventParser.Phrases],
        [new("[VpxLRO] " + LroCall.BeginNeedle.TrimEnd()), new(ServiceStart.Needle), .. more.Concat([new(RefusedLogin, "vim.fault.InvalidLogin")]).Distinct()],
        [.. AccessLine.Needles.Select(needle => new SearchPhrase(needle, needle.TrimEnd(' ', '/')))],
    ];

    /// <summary>The needles that pass an entry over, search by search; see <see cref="Searches"/>.</summary>
    public static IReadOnlyList<NeedleSet?> Besides(IReadOnlyList<IReadOnlyList<SearchPhrase>> searches) =>
        [null, .. Enumerable.Range(1, searches.Count - 1).Select(count => new NeedleSet([.. searches.Take(count).SelectMany(search => search).Select(phrase => phrase.Literal).Distinct()]))];

    /// <summary>Reads one entry, where nothing but load is of interest.</summary>
    public static void Read(LogEntrySpan entry, LogCounts counts, List<ILogRecord> records)
    {
        ReadOnlySpan<byte> rest = entry.Text;
        EntryLines.Next(ref rest, out ReadOnlySpan<byte> line);
        if (!TryRead(entry, counts, records) && !LroCall.TryReadRefusedLogin(Bytes.Trim(line), out _))
        {
            counts.Mentions++;
        }
    }

    /// <summary>Adds what an entry says; false when it says nothing about load, or something about a fault too.</summary>
    public static bool TryRead(LogEntrySpan entry, LogCounts counts, List<ILogRecord> records)
    {
        // Most entries by far are calls, of one line: so that is looked at first, without looking for folded lines.
        ReadOnlySpan<byte> rest = entry.Text;
        ReadOnlySpan<byte> line = entry.IsOneLine ? LogLine.WithoutEnd(rest) : LogLine.Next(ref rest);
        if (LroCall.TryReadUsual(line, out ApiCall call))
        {
            ApiCallBatch.Append(records, entry.Source, call);
            return true;
        }

        rest = entry.Text;
        EntryLines.Next(ref rest, out line);
        line = Bytes.Trim(line);
        if (LroCall.TryReadBegin(line, out call, out bool hasOffset))
        {
            ApiCallBatch.Append(records, entry.Source, call);
            counts.TimesWithoutOffset += hasOffset ? 0 : 1;
            return true;
        }

        if (LroCall.TryReadRefusedLogin(line, out call))
        {
            ApiCallBatch.Append(records, entry.Source, call);
            return false; // A fault as well.
        }

        if (ServiceStart.TryRead(entry, line) is ServiceStart start)
        {
            records.Add(start);
            return true;
        }

        if (entry.Text.IndexOf("/SessionPool/Session/"u8) >= 0)
        {
            bool hasOwner = SessionOwnerBatch.TryRead(entry.Text, records);
            counts.NotUnderstood += hasOwner ? 0 : 1;
            return true;
        }

        return TryReadEvent(line, counts, records) || TryReadAccess(entry, line, counts, records);
    }

    /// <summary>Whether each line of the log should be a request, by its name.</summary>
    public static bool IsAccessLog(string source) => source.Substring(source.LastIndexOfAny(['/', '\\', '!']) + 1).Contains("access");

    private static bool TryReadEvent(ReadOnlySpan<byte> line, LogCounts counts, List<ILogRecord> records)
    {
        bool isEvent = false;
        foreach (byte[] mark in EventMarks)
        {
            isEvent |= line.IndexOf(mark) >= 0;
        }

        if (!isEvent)
        {
            return false;
        }

        counts.NotUnderstood += ClientEventParser.TryRead(line, out ClientEvent? found) ? 0 : 1;
        if (found is not null)
        {
            records.Add(found);
        }

        return true;
    }

    private static bool TryReadAccess(LogEntrySpan entry, ReadOnlySpan<byte> line, LogCounts counts, List<ILogRecord> records)
    {
        if (!AccessLine.TryRead(line, out AccessLine access))
        {
            // In an access log every line should be a request; elsewhere a method's name in a sentence is none.
            bool isAccessLog = IsAccessLog(entry.Source);
            counts.NotUnderstood += isAccessLog ? 1 : 0;
            return isAccessLog;
        }

        AccessBatch.Append(records, access);
        counts.TimesWithoutOffset += access.Time is null || access.HasOffset ? 0 : 1;
        if (access.Status >= Server && access.GatewayHost() is int host and > 0)
        {
            records.Add(GatewayRefusal.Of(access, host, entry, line));
        }

        return true;
    }
}

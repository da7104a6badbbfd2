using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Reads the sessions and calls that an entry of any log reports.</summary>
internal static class LoadEntryParser
{
    private const string RefusedLogin = "InvalidLogin";
    private const string UserSessionLimit = "User session count is limited to";
    private const int Server = 500;

    private static readonly SearchPhrase[] Refusals =
    [
        new(RefusedLogin, "vim.fault.InvalidLogin"),
        new(EntryForms.NoPermission, "vim.fault.NoPermission"),
    ];

    /// <summary>Gets the texts to search for in vpxd's own log.</summary>
    public static IReadOnlyList<string> VpxdNeedles { get; } =
    [
        LroCall.BeginNeedle, ServiceStart.Needle, RefusedLogin, EntryForms.NoPermission, LoginAccount.Needle, UserSessionLimit,
    ];

    /// <summary>Gets the texts to search for in the other logs.</summary>
    public static IReadOnlyList<string> OtherNeedles { get; } =
    [.. SessionOwnerBatch.Needles, .. ClientEventParser.Needles, .. RequestMethod.Needles];

    /// <summary>
    /// Returns a function that selects the needles for a log: vpxd's own needles only, which are found faster, where the log's name is
    /// vpxd's; every line of an access log.
    /// </summary>
    public static Func<string, NeedleSet> NeedlesOf(params string[] more) => NeedlesOf(more, []);

    /// <summary>Returns a function that selects the needles for a log, with further needles for logs that are not vpxd's own.</summary>
    public static Func<string, NeedleSet> NeedlesOf(string[] more, string[] others)
    {
        string[] vpxd = [.. VpxdNeedles.Concat(more).Distinct()];
        NeedleSet ofVpxd = new(vpxd);
        NeedleSet ofAny = new([.. vpxd.Concat(OtherNeedles).Concat(others).Distinct()]);
        NeedleSet everyLine = new(" ");
        return source =>
            IsAccessLog(source) ? everyLine
            : LogName.TryParse(source.Substring(source.LastIndexOf('!') + 1), LogKinds.Vpxd, out _) ? ofVpxd
            : ofAny;
    }

    /// <summary>
    /// Returns the searches for a log platform, in the order in which files are read: the owner of a session must be known before its
    /// calls are. An entry that contains a phrase of an earlier search was read there.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<SearchPhrase>> Searches(params SearchPhrase[] more) =>
        [
            [new(SessionOwnerBatch.Needles[0], "SessionPool Session")],
            [.. ClientEventParser.Phrases],
            [
                new("[VpxLRO] " + LroCall.BeginNeedle.TrimEnd()),
                new(ServiceStart.Needle),
                new(LoginAccount.Needle.TrimEnd()),
                new(UserSessionLimit),
                .. more.Concat(Refusals).Distinct(),
            ],
            [.. RequestMethod.Needles.Select(needle => new SearchPhrase(needle, needle.TrimEnd(' ', '/')))],
        ];

    /// <summary>Reads one entry, where nothing but load is of interest.</summary>
    public static void Read(LogEntrySpan span, LogCounts counts, List<ILogRecord> records)
    {
        if (TryReadUsual(span, counts, records))
        {
            return;
        }

        LogEntry entry = LogEntry.Read(span);
        bool isOther = !TryRead(entry, counts, records)
            && entry.Kind != EntryKind.UserSessionLimit
            && !LroCall.TryReadRefusedLogin(entry, out _);
        if (isOther && EntryForms.IsMention(span.Text))
        {
            counts.Mentions++;
        }
    }

    /// <summary>
    /// Reads a call, or a line of an access log, in the shape that nearly all have: most entries by far are these, so they are read without
    /// telling what else they could be. Returns false in all other cases.
    /// </summary>
    public static bool TryReadUsual(LogEntrySpan span, LogCounts counts, List<ILogRecord> records)
    {
        ReadOnlySpan<byte> rest = span.Text;
        ReadOnlySpan<byte> line = span.IsOneLine ? LogLine.WithoutEnd(rest) : LogLine.Next(ref rest);
        if (LroCall.TryReadUsual(line, out ApiCall call))
        {
            ApiCallBatch.Append(records, span.Source, span.EnvelopeHost, call);
            return true;
        }

        if (
            !span.IsOneLine
            || !IsAccessLog(span.Source)
            || MayHaveEnvelope(line)
            || !AccessLine.TryRead(Bytes.Trim(line), out AccessLine access)
        )
        {
            return false;
        }

        Add(access, span, span.EnvelopeHost, line, counts, records);
        return true;
    }

    /// <summary>Adds the records of an entry; returns false if it reports no load, or a fault as well.</summary>
    public static bool TryRead(LogEntry entry, LogCounts counts, List<ILogRecord> records)
    {
        switch (entry.Kind)
        {
            case EntryKind.CallBegin when LroCall.TryReadBegin(entry, out ApiCall call):
                ApiCallBatch.Append(records, entry.Span.Source, entry.Server, call);
                counts.TimesWithoutOffset += entry.Header.Time is null || entry.Header.HasOffset ? 0 : 1;
                return true;
            case EntryKind.CallError or EntryKind.ActivationFailure:
                AddRefusal(entry, records);
                return false; // A fault as well.
            case EntryKind.UserSessionLimit:
                if (ClientEventParser.ReadSessionLimit(entry) is ClientEvent limit)
                {
                    records.Add(limit with { Server = entry.Server });
                }

                return false; // A fault as well.
            case EntryKind.LoginAccount:
                records.Add(LoginAccount.Read(entry));
                return true;
            case EntryKind.ServiceSection when ServiceStart.TryRead(entry) is ServiceStart start:
                records.Add(start);
                return true;
            case EntryKind.SessionOwners:
                counts.NotUnderstood += SessionOwnerBatch.TryRead(entry, records) ? 0 : 1;
                return true;
            case EntryKind.Event or EntryKind.SignOnRefusal or EntryKind.SessionCount:
                counts.NotUnderstood += ClientEventParser.TryRead(entry, out ClientEvent? found) ? 0 : 1;
                records.AddRange(found is null ? [] : [found with { Server = entry.Server }]);
                return true;
            case EntryKind.Request when AccessLine.TryRead(entry.Line, out AccessLine access):
                Add(access, entry.Span, entry.Server, entry.Line, counts, records);
                return true;
            default:
                // In an access log every line should be a request; elsewhere a method's name in a sentence is not one.
                bool isAccessLog = entry.Kind is EntryKind.Request or EntryKind.Other && IsAccessLog(entry.Span.Source);
                counts.NotUnderstood += isAccessLog ? 1 : 0;
                return isAccessLog;
        }
    }

    /// <summary>Determines whether each line of a log should be a request, by its name.</summary>
    public static bool IsAccessLog(string source) =>
        source.IndexOf("access", source.LastIndexOfAny(['/', '\\', '!']) + 1, StringComparison.Ordinal) >= 0;

    private static void AddRefusal(LogEntry entry, List<ILogRecord> records)
    {
        if (!LroCall.TryReadRefusedLogin(entry, out ApiCall call))
        {
            return;
        }

        if (EntryAccount.Find(entry) is string user)
        {
            records.Add(new LoginRefusal(call, user, entry.Server));
        }
        else
        {
            ApiCallBatch.Append(records, entry.Span.Source, entry.Server, call);
        }
    }

    /// <summary>Returns whether a line starts otherwise than with a time and a level, or a bracket, as access logs do.</summary>
    private static bool MayHaveEnvelope(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = Bytes.TrimStart(line);
        if (rest.IsEmpty || rest[0] == '[')
        {
            return false;
        }

        bool startsWithDigit = Bytes.IsDigit(rest[0]);
        Bytes.NextWord(ref rest);
        return !startsWithDigit || !LogLevel.IsLevel(Bytes.NextWord(ref rest));
    }

    private static void Add(
        in AccessLine access, LogEntrySpan span, string? server, ReadOnlySpan<byte> line, LogCounts counts, List<ILogRecord> records)
    {
        AccessBatch.Append(records, span.Source, server, access);
        counts.TimesWithoutOffset += access.Time is null || access.HasOffset ? 0 : 1;
        if (access.Status >= Server && access.GatewayHost() is int host and > 0)
        {
            records.Add(GatewayRefusal.Create(access, host, span, server, line));
        }
    }
}

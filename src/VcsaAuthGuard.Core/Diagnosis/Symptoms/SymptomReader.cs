using System.Text;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Reads entries that are not faults and point to a cause; see <see cref="SymptomForms"/>.</summary>
internal static class SymptomReader
{
    private const int MaxText = 4096;
    private const int MaxSymptoms = 400;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);
    private static readonly NeedleSet Needles = new([.. SymptomForms.Needles]);

    private static readonly NeedleSet FaultNeedles = new([.. SymptomForms.FaultNeedles]);
    private static readonly string[] Refusals = ["NotAuthenticated", "InvalidLogin", "NoPermission"];

    private static readonly Regex EndedSession = Pattern(
        @"(?:\[(?<time>\d{4}-\d\d-\d\dT[^\]\s]+)\] )?\[vim\.event\.SessionTerminatedEvent\] \[\w*\] \[(?<by>[^\]]*)\]"
        + @"(?:[^\n]*?\buser '?(?<of>[\w.$-]+(?:[\\@][\w.$-]+)?))?");
    private static readonly Regex Principal = Pattern(@"\{Name: (?<name>[^,}]+), Domain: (?<domain>[^,}]+)\}");
    private static readonly Regex UserName = Pattern(
        @"(?:\buser(?:name)?|\baccount|\bprincipal)[ ""':=<\[(]+(?<name>[\w.$-]+(?:[\\@][\w.$-]+)?)");
    // Entries that name a fault can be many, and a string of each would be garbage.
    [ThreadStatic]
    private static char[]? s_buffer;

    private static readonly string[] NoNames =
    [
        "is",
        "locked",
        "account",
        "has",
        "was",
        "the",
        "name",
        "of",
        "trying",
        "for",
        "to",
        "been",
    ];

    /// <summary>Reads an entry; returns null if it points to no cause.</summary>
    public static Symptom? Read(LogEntry entry)
    {
        ReadOnlySpan<byte> span = entry.Span.Text;
        if (Needles.IndexIn(span) < 0)
        {
            return null;
        }

        string text = Bytes.ToText(Start(entry));
        if (entry.Kind is EntryKind.CallError or EntryKind.ActivationFailure && Failed(entry) is string reason)
        {
            return Create(entry, SymptomKind.TaskFailed, text.AsSpan()) with { Reason = reason };
        }

        if (EndedSession.Match(text) is { Success: true } ended)
        {
            return Create(entry, SymptomKind.SessionEnded, text.AsSpan()) with
            {
                Time = LogTimestamp.TryRead(Encoding.UTF8.GetBytes(ended.Groups["time"].Value), out DateTimeOffset time, out _, out _)
                    ? time
                    : entry.Header.Time,
                By = ended.Groups["by"].Value is { Length: > 0 } by ? by : null,
                Account = ended.Groups["of"].Success ? ended.Groups["of"].Value : null,
            };
        }

        SymptomForm? form = SymptomForms.All.FirstOrDefault(form => IsOf(text, form));
        return form is null || (form.Kind == SymptomKind.StorageLost && entry.Kind == EntryKind.SoapFailure)
            ? null // A fault of a datastore at the gateway is counted as that.
            : Create(entry, form.Kind, text.AsSpan());
    }

    /// <summary>
    /// Reads an entry of no other kind that names the type of a fault; returns null if it names none, or one that is counted as a
    /// refused call or login.
    /// </summary>
    public static Symptom? ReadFault(LogEntry entry)
    {
        if (entry.Kind is not (EntryKind.Other or EntryKind.SoapFailure) || FaultNeedles.IndexIn(entry.Span.Text) < 0)
        {
            return null;
        }

        ReadOnlySpan<char> text = TextInBuffer(entry);
        return FaultType.Find(text) is string type && !Array.Exists(Refusals, name => WordSearch.Has(type, name))
            ? Create(entry, SymptomKind.TaskFailed, text) with { Reason = type }
            : null;
    }

    /// <summary>Returns the type of the fault of a failed task; null for refused calls and logins, which are faults of their own.</summary>
    private static string? Failed(LogEntry entry) =>
        FailedCall.TryRead(entry, out FailedCall call)
        && !call.IsRefusedLogin
        && !call.Fault.IsEmpty
        && !call.Fault.SequenceEqual("vim.fault.NotAuthenticated"u8)
            ? Bytes.ToText(call.Fault)
            : null;

    private static Symptom Create(LogEntry entry, SymptomKind kind, ReadOnlySpan<char> text)
    {
        bool hasPlace = kind is SymptomKind.NameNotResolved or SymptomKind.StorageLost or SymptomKind.TaskFailed
            or SymptomKind.HostSilent;
        bool hasDatastore = kind is SymptomKind.StorageLost or SymptomKind.TaskFailed;
        string line = Bytes.ToText(entry.Line);

        // A datastore is looked for behind the header, because ids in a header look like volumes.
        ReadOnlySpan<char> body = Body(entry, text, out int bodyAt);
        return new Symptom
        {
            Kind = kind,
            Time = entry.Header.Time,
            Account = kind == SymptomKind.AccountLocked ? Account(text.ToString()) ?? EntryAccount.Find(entry) : null,
            Host = hasPlace ? EntryPlace.Host(body) ?? EntryPlace.Host(text) : null,
            Datastore = hasDatastore ? EntryPlace.Datastore(text.Slice(Math.Max(0, bodyAt))) : null,
            OpId = kind == SymptomKind.TaskFailed ? Bytes.ToTextOrNull(entry.Header.OpId) : null,
            Form = entry.Kind,
            Source = entry.Span.Source,
            Server = entry.Server,
            Text = line.Length > MaxSymptoms ? line.Remove(MaxSymptoms) : line,
        }.At(entry.Span.Line);
    }

    /// <summary>Returns the start of an entry, in which everything is looked for.</summary>
    private static ReadOnlySpan<byte> Start(LogEntry entry) => entry.Span.Text.Slice(0, Math.Min(entry.Span.Text.Length, MaxText));

    /// <summary>Returns the start of an entry as text in this thread's buffer, which the next call overwrites.</summary>
    private static unsafe ReadOnlySpan<char> TextInBuffer(LogEntry entry)
    {
        ReadOnlySpan<byte> start = Start(entry);
        char[] buffer = s_buffer ??= new char[MaxText];
        fixed (byte* bytes = start)
        {
            fixed (char* characters = buffer)
            {
                return buffer.AsSpan(0, Encoding.UTF8.GetChars(bytes, start.Length, characters, buffer.Length));
            }
        }
    }

    /// <summary>Returns an entry's body.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="text">Its text.</param>
    /// <param name="at">Where the text has the body; -1 if the body is empty or goes beyond the text.</param>
    private static ReadOnlySpan<char> Body(LogEntry entry, ReadOnlySpan<char> text, out int at)
    {
        ReadOnlySpan<byte> body = entry.Header.Body;
        ReadOnlySpan<byte> bytes = Start(entry);
        if (text.Length == bytes.Length && !body.IsEmpty && (at = bytes.IndexOf(body)) >= 0)
        {
            return text.Slice(at, body.Length); // A character for each byte, as nearly always.
        }

        string own = Bytes.ToText(body);
        at = own.Length == 0 ? -1 : text.IndexOf(own.AsSpan());
        return own.AsSpan();
    }

    private static bool IsOf(string text, SymptomForm form) =>
        Array.Exists(form.Any, word => WordSearch.Has(text, word))
        && (form.And.Length == 0 || Array.Exists(form.And, word => WordSearch.Has(text, word)))
        && !Array.Exists(form.Not, word => WordSearch.Has(text, word));

    private static string? Account(string text)
    {
        Match principal = Principal.Match(text);
        if (principal.Success)
        {
            return principal.Groups["name"].Value + "@" + principal.Groups["domain"].Value;
        }

        return UserName.Matches(text)
            .Cast<Match>()
            .Select(match => match.Groups["name"].Value)
            .FirstOrDefault(name => !NoNames.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    private static Regex Pattern(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout);
}

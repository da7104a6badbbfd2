using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Reads entries that are no faults and tell about a cause; see <see cref="SymptomForms"/>.</summary>
internal static class SymptomReader
{
    private const int MaxText = 4096;
    private const int MaxSymptoms = 400;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);
    private static readonly NeedleSet Needles = new([.. SymptomForms.Needles]);

    private static readonly Regex Principal = Pattern(@"\{Name: (?<name>[^,}]+), Domain: (?<domain>[^,}]+)\}");
    private static readonly Regex UserName = Pattern(
        @"(?:\buser(?:name)?|\baccount|\bprincipal)[ ""':=<\[(]+(?<name>[\w.$-]+(?:[\\@][\w.$-]+)?)");
    private static readonly Regex HostId = Pattern(@"\bhost-(?<id>\d+)");
    private static readonly Regex HostName = Pattern(
        @"(?<![\w./@-])(?!com\.|vim\.|vmodl\.|org\.|java\.|javax\.|net\.|esx\.|sun\.)"
        + @"[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9][\w-]*)*\.[A-Za-z]{2,}(?![\w./(-])"
    );
    private static readonly Regex Volume = Pattern(
        @"[0-9a-f]{8}-[0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{12})?|\bnaa\.[0-9a-f]+|\bdatastore-\d+"
    );
    private static readonly Regex FilePath = Pattern(@"\[(?<name>[^\]\[=@]{1,80})\] [^\s\]]+\.(?:vmx|vmdk|vmsd|vmsn|nvram|log)\b");
    private static readonly string[] FileEndings = [".log", ".cpp", ".java", ".so", ".xml", ".cfg", ".vmx", ".vmdk", ".gz", ".py", ".conf"];
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

    /// <summary>Reads an entry; returns null when it tells about no cause.</summary>
    public static Symptom? Read(LogEntry entry)
    {
        ReadOnlySpan<byte> span = entry.Span.Text;
        if (Needles.IndexIn(span) < 0)
        {
            return null;
        }

        string text = Bytes.ToText(span.Slice(0, Math.Min(span.Length, MaxText)));
        if (entry.Kind == EntryKind.CallError && Failed(entry) is string reason)
        {
            return Create(entry, SymptomKind.TaskFailed, text) with { Reason = reason };
        }

        SymptomForm? form = SymptomForms.All.FirstOrDefault(form => IsOf(text, form));
        return form is null || (form.Kind == SymptomKind.StorageLost && entry.Kind == EntryKind.SoapFailure)
            ? null // A fault of a datastore at the gateway is counted as that.
            : Create(entry, form.Kind, text);
    }

    /// <summary>Returns the type of the fault of a failed task; null for refused calls and logins, which are faults of their own.</summary>
    private static string? Failed(LogEntry entry) =>
        FailedCall.TryRead(entry, out FailedCall call)
        && !call.IsRefusedLogin
        && !call.Fault.IsEmpty
        && !call.Fault.SequenceEqual("vim.fault.NotAuthenticated"u8)
            ? Bytes.ToText(call.Fault)
            : null;

    private static Symptom Create(LogEntry entry, SymptomKind kind, string text)
    {
        bool hasPlace = kind is SymptomKind.NameNotResolved or SymptomKind.StorageLost or SymptomKind.TaskFailed;
        bool hasDatastore = kind is SymptomKind.StorageLost or SymptomKind.TaskFailed;
        string line = Bytes.ToText(entry.Line);
        return new Symptom
        {
            Kind = kind,
            Time = entry.Header.Time,
            Account = kind == SymptomKind.AccountLocked ? Account(text) ?? EntryAccount.Find(entry) : null,
            Host = hasPlace ? Host(Bytes.ToText(entry.Header.Body)) ?? Host(text) : null,
            Datastore = hasDatastore ? Datastore(text) : null,
            Source = entry.Span.Source,
            Server = entry.Server,
            Text = line.Length > MaxSymptoms ? line.Remove(MaxSymptoms) : line,
        }.At(entry.Span.Line);
    }

    /// <summary>
    /// Returns the datastore that an entry names: a volume, a device, an inventory id, or the name in <c>[ds1] vm/vm.vmx</c>.
    /// </summary>
    private static string? Datastore(string text)
    {
        Match volume = Volume.Match(text);
        Match path = volume.Success ? volume : FilePath.Match(text);
        return volume.Success ? volume.Value : path.Success ? path.Groups["name"].Value : null;
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

    private static string? Host(string text)
    {
        Match id = HostId.Match(text);
        if (id.Success)
        {
            return "HostSystem-host-" + id.Groups["id"].Value;
        }

        return HostName
            .Matches(text)
            .Cast<Match>()
            .Select(match => match.Value)
            .FirstOrDefault(name => !Array.Exists(FileEndings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }

    private static Regex Pattern(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, MatchTimeout);
}

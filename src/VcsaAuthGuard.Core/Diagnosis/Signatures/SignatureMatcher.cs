using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Diagnosis.Signatures;

/// <summary>Finds the entries that match a user's signatures.</summary>
/// <param name="signatures">The signatures.</param>
internal sealed class SignatureMatcher(IReadOnlyList<Signature> signatures)
{
    private const int MaxText = 16_384;
    private const int MaxMatches = 400;

    private readonly Signature[] _signatures = [.. signatures];

    /// <summary>Determines whether a signature may match entries of a log; a log with an unknown name is of every kind.</summary>
    public bool IsWanted(string source) => Array.Exists(_signatures, signature => IsOf(signature, source));

    /// <summary>Adds the matches of an entry.</summary>
    public void AddMatches(LogEntrySpan span, List<ILogRecord> records)
    {
        if (_signatures.Length == 0)
        {
            return;
        }

        string text = Bytes.ToText(span.Text.Slice(0, Math.Min(span.Text.Length, MaxText)));
        foreach (Signature signature in _signatures)
        {
            if (IsOf(signature, span.Source) && IsMatch(signature, text))
            {
                LogEntry entry = LogEntry.Read(span);
                string line = Bytes.ToText(entry.Line);
                line = line.Length > MaxMatches ? line.Remove(MaxMatches) : line;
                records.Add(new SignatureMatch(signature, entry.Header.Time, span.Source, span.Line, line) { Server = entry.Server });
            }
        }
    }

    private static bool IsOf(Signature signature, string source) =>
        !LogName.TryParse(source.Substring(source.LastIndexOf('!') + 1), LogKinds.Diagnosis, out LogName name)
        || (name.Kind & signature.Log) != LogKinds.None;

    private static bool IsMatch(Signature signature, string text)
    {
        try
        {
            return signature.Expression?.IsMatch(text) == true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

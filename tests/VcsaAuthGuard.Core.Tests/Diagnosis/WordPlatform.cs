using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>Represents a log platform whose index has whole words in lower case, of entries that begin with their time.</summary>
/// <param name="log">The entries, a blank line or an arrow being no begin of one.</param>
/// <param name="name">The name of the log.</param>
internal sealed class WordPlatform(string log, string name) : ICollectedLogs
{
    private static readonly Regex Word = new(@"[\p{L}\p{N}_]+(?:[.:][\p{L}\p{N}_]+)*", RegexOptions.CultureInvariant);

    public IEnumerable<CollectedEntry> Search(IReadOnlyList<SearchPhrase> phrases, CancellationToken cancellation)
    {
        string[] wanted = [.. phrases.Select(phrase => Words(phrase.Words))];
        return Regex.Split(log.TrimEnd('\n'), @"\n(?!-->)")
            .Select((text, i) => (text, i))
            .Where(entry => Array.Exists(wanted, words => Words(entry.text).Contains(words, StringComparison.Ordinal)))
            .Select(entry => new CollectedEntry("vc01.example.org", $"{NameOf(null)}/{name}", $"{entry.i}", Time(entry.text), entry.text));
    }

    public string NameOf(string? server) => "words";

    /// <summary>Returns the words of a text in a row, each between blanks.</summary>
    private static string Words(string text) =>
        " " + string.Join(' ', Word.Matches(text).Select(word => word.Value.ToLowerInvariant())) + " ";

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out DateTimeOffset time) ? time : default;
}

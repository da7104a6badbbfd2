using System.Text.RegularExpressions;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests;

/// <summary>Holds code and documentation to the style that CONTRIBUTING.md describes, as far as a machine can.</summary>
public partial class LanguageTests
{
    private const int MaxLineLength = 140;

    /// <summary>Patterns of phrases that made readers stumble, in string literals of the product and in its pages.</summary>
    private static readonly string[] RejectedPhrases =
    [
        @"(?<!\bthere )\b(is|are) none\b",
        "passed over",
        @"not (be )?whole\b",
        @"\bstands? in\b",
        @"\bso many\b",
        @"\bis spoken\b",
        "tells the rest",
        @"\busual are\b",
        @"' is no (time|date|duration|number)\b",
        "one object a line",
        "counted and said",
        "not to be had",
        "made anew",
        @"\bbesides that\b",
    ];

    /// <summary>Patterns of phrases that made readers stumble, in the comments of the product.</summary>
    private static readonly string[] RejectedInComments =
    [
        @"\btells? of\b",
        @"\bwhatever (ends|becomes)\b",
        @"\bso many\b",
    ];

    [Fact]
    public void A_summary_is_a_sentence_and_no_bare_clause() => AssertNone(
        from file in CodeFiles()
        let text = File.ReadAllText(file)
        from Match match in BareClause().Matches(text)
        select Place(file, text[..match.Index].Count(character => character == '\n')));

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters() => AssertNone(
        from file in CodeFiles()
        from line in LinesOfCode(file)
        where line.Text.Length > MaxLineLength
        select line.Place);

    [Fact]
    public void Text_for_users_has_no_rejected_phrase() => AssertNone(
        from line in SourceFiles().SelectMany(Literals).Concat(Pages().SelectMany(Lines))
        from phrase in RejectedPhrases
        where Regex.IsMatch(line.Text, phrase)
        select $"{line.Place}: {phrase}");

    [Fact]
    public void A_comment_has_no_rejected_phrase() => AssertNone(
        from line in SourceFiles().SelectMany(Lines)
        where line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from phrase in RejectedInComments
        where Regex.IsMatch(line.Text, phrase)
        select $"{line.Place}: {phrase}");

    [Fact]
    public void The_summary_of_a_type_a_method_or_a_property_starts_with_a_verb() => AssertNone(
        from file in SourceFiles()
        let text = File.ReadAllText(file)
        from Match match in Summary().Matches(text)
        let declaration = match.Groups["declaration"].Value
        where !IsField(declaration) && !Verb().IsMatch(match.Groups["text"].Value)
        select Place(file, text[..match.Index].Count(character => character == '\n')));

    /// <summary>Returns whether a line declares a constant, a field or a member of an enumeration.</summary>
    private static bool IsField(string declaration) =>
        EnumMember().IsMatch(declaration)
        || declaration.Contains(" const ", StringComparison.Ordinal)
        || declaration.Contains(" static readonly ", StringComparison.Ordinal)
        || Field().IsMatch(declaration);

    /// <summary>Matches a summary and the line that follows it and its attributes.</summary>
    [GeneratedRegex(@"/// <summary>\s*(?:/// )?(?<text>[^\n]*)\n(?:\s*(?:///|\[)[^\n]*\n)*(?<declaration>[^\n]*)")]
    private static partial Regex Summary();

    /// <summary>Matches text that starts with a verb in the third person.</summary>
    [GeneratedRegex(@"^(?!Its |Services |Logins |Faults |Sessions |Logs (?!in|out)|Times |Entries |Windows |Hosts |Lines )[A-Z][a-z]+s,? ")]
    private static partial Regex Verb();

    [GeneratedRegex(@"^\s*[A-Z]\w*( = [^;(]*)?,?$")]
    private static partial Regex EnumMember();

    [GeneratedRegex(@"^\s*(public|internal|private|protected)[^=;]* \w+( = (?!>).*)?;$|^\s*private (static )?(readonly )?[^=]* _\w+ = ")]
    private static partial Regex Field();

    /// <summary>Matches a summary that starts with a question word, on its own line or on the next one.</summary>
    [GeneratedRegex(@"<summary>\s*(///\s*)?(What|How|Whether|Who|Where|Why|So|Which) ")]
    private static partial Regex BareClause();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawStringQuotes();

    private static void AssertNone(IEnumerable<string> places)
    {
        string[] found = [.. places];
        Assert.True(found.Length == 0, $"{found.Length} places:\n{string.Join('\n', found.Take(40))}");
    }

    private static IEnumerable<string> CodeFiles() =>
        new[] { "src", "tests", "benchmarks", "build" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => file.Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static IEnumerable<string> SourceFiles() =>
        CodeFiles().Where(file => file.StartsWith(Path.Combine(Repository.Root, "src").Replace('\\', '/'), StringComparison.Ordinal));

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".md", StringComparison.Ordinal) || file.EndsWith(".txt", StringComparison.Ordinal))
            .Append(Path.Combine(Repository.Root, "README.md"));

    /// <summary>Returns the lines with a string literal, from its opening quote on; comments do not count.</summary>
    private static IEnumerable<(string Place, string Text)> Literals(string file) =>
        from line in Lines(file)
        where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && line.Text.Contains('"', StringComparison.Ordinal)
        select (line.Place, line.Text[line.Text.IndexOf('"', StringComparison.Ordinal)..]);

    /// <summary>Returns the lines outside raw strings, whose content is often verbatim data, such as the report of a product.</summary>
    private static IEnumerable<(string Place, string Text)> LinesOfCode(string file)
    {
        bool isInRawString = false;
        foreach ((string Place, string Text) line in Lines(file))
        {
            if (!isInRawString)
            {
                yield return line;
            }

            isInRawString ^= RawStringQuotes().Count(line.Text) % 2 == 1;
        }
    }

    private static IEnumerable<(string Place, string Text)> Lines(string file) =>
        File.ReadLines(file).Select((text, index) => (Place(file, index), text));

    private static string Place(string file, int line) => $"{Path.GetRelativePath(Repository.Root, file)}:{line + 1}";
}

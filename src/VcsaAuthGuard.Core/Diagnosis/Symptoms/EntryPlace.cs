using System.Text.RegularExpressions;

namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Finds the host and the datastore that the text of an entry names.</summary>
internal static class EntryPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Regex Volume = Pattern(
        @"\b[0-9a-f]{8}-[0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{12})?\b|\bnaa\.[0-9a-f]+|\bdatastore-\d+"
    );
    private static readonly Regex FilePath = Pattern(
        @"\[(?<name>[^\]\[=@\n]{1,80})\] [^\s\]]+\.(?:vmx|vmdk|vmsd|vmsn|nvram|log)\b|[""'](?:ds: ?)?\[(?<name>[^\]\[=@\n]{1,80})\][ ""']");
    private static readonly Regex QuotedName = Pattern(@"\bdatastores?(?: named| name)?[ :=]+[""'](?<name>[^""'\n]{1,80})[""']");

    /// <summary>Finds a bare word behind <c>datastore</c>; a word with a digit or a sign in it, because others are of a sentence.</summary>
    private static readonly Regex BareName = Pattern(@"\bdatastore[ :=]+(?<name>[A-Za-z][\w.-]*[\d_-][\w.-]*)");
    /// <summary>Holds the endings in <see cref="FilePath"/>.</summary>
    private static readonly string[] PathEndings = [".vmx", ".vmdk", ".vmsd", ".vmsn", ".nvram", ".log"];
    private static readonly string[] FileEndings = [".log", ".cpp", ".java", ".so", ".xml", ".cfg", ".vmx", ".vmdk", ".gz", ".py", ".conf"];

    /// <summary>Holds the beginnings of dotted names that are types, packages, events and sensors.</summary>
    private static readonly string[] TypePrefixes =
        ["com.", "vim.", "vmodl.", "org.", "java.", "javax.", "net.", "esx.", "vprob.", "sun."];

    // By hand, and by the rare characters in what is looked for: faults of other kinds can be every tenth entry of a busy log, and
    // regular expressions take most of the time.

    /// <summary>Returns the host, by id (<c>HostSystem-host-12</c>) or by name; null if the text names none.</summary>
    public static string? Host(ReadOnlySpan<char> text) => HostId(text) is string id ? "HostSystem-host-" + id : HostName(text);

    /// <summary>Returns the number in the first <c>host-12</c> that is a word.</summary>
    private static string? HostId(ReadOnlySpan<char> text)
    {
        const string Word = "host";
        for (int dash = text.IndexOf('-'); dash >= 0; dash = NextIndexOf(text, '-', dash + 1))
        {
            int start = dash - Word.Length;
            if (
                start < 0
                || !text.Slice(start, Word.Length).Equals(Word.AsSpan(), StringComparison.OrdinalIgnoreCase)
                || (start > 0 && IsPartOfWord(text[start - 1]))
            )
            {
                continue;
            }

            int end = dash + 1;
            while (end < text.Length && char.IsDigit(text[end]))
            {
                end++;
            }

            if (end > dash + 1)
            {
                return text.Slice(dash + 1, end - dash - 1).ToString();
            }
        }

        return null;
    }

    /// <summary>Returns the first name with a domain.</summary>
    private static string? HostName(ReadOnlySpan<char> text)
    {
        for (int dot = text.IndexOf('.'); dot >= 0;)
        {
            int start = dot;
            while (start > 0 && IsPartOfName(text[start - 1]))
            {
                start--;
            }

            int end = dot + 1;
            while (end < text.Length && IsPartOfName(text[end]))
            {
                end++;
            }

            ReadOnlySpan<char> word = text.Slice(start, end - start).TrimEnd('.'); // A sentence can end there.
            if ((end == text.Length || text[end] != '(') && IsHostName(word))
            {
                return word.ToString();
            }

            dot = NextIndexOf(text, '.', end);
        }

        return null;
    }

    private static int NextIndexOf(ReadOnlySpan<char> text, char sought, int from)
    {
        int at = text.Slice(from).IndexOf(sought);
        return at < 0 ? -1 : from + at;
    }

    /// <summary>
    /// Returns the datastore: a volume, a device, an inventory id, the name in <c>[ds1] vm/vm.vmx</c>, or a name
    /// behind the word datastore; null if the text names none.
    /// </summary>
    public static string? Datastore(ReadOnlySpan<char> text)
    {
        bool hasWord = text.IndexOf("atastore".AsSpan()) >= 0;
        return (hasWord || MayNameVolume(text) ? Find(Volume, text) : null)
            ?? (MayHavePath(text) ? Find(FilePath, text) : null)
            ?? (hasWord ? Find(QuotedName, text) ?? Find(BareName, text) : null);
    }

    private static string? Find(Regex form, ReadOnlySpan<char> text)
    {
        Match match = form.Match(text.ToString());
        return !match.Success ? null : match.Groups["name"].Success ? match.Groups["name"].Value : match.Value;
    }

    /// <summary>Returns whether a text has the beginning of a device's name or eight hexadecimal digits and a dash, as volumes
    /// have.</summary>
    private static bool MayNameVolume(ReadOnlySpan<char> text)
    {
        const int Digits = 8;
        for (int dash = text.IndexOf('-'); dash >= 0; dash = NextIndexOf(text, '-', dash + 1))
        {
            int start = dash;
            while (start > 0 && dash - start < Digits && IsHexDigit(text[start - 1]))
            {
                start--;
            }

            if (dash - start == Digits)
            {
                return true;
            }
        }

        return text.IndexOf("naa.".AsSpan()) >= 0;
    }

    /// <summary>Returns whether a text has a bracket and an ending or a quote, as paths of datastores have.</summary>
    private static bool MayHavePath(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('[') < 0)
        {
            return false;
        }

        if (text.IndexOfAny('"', '\'') >= 0)
        {
            return true;
        }

        for (int dot = text.IndexOf('.'); dot >= 0; dot = NextIndexOf(text, '.', dot + 1))
        {
            if (StartsWithAny(text.Slice(dot), PathEndings))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHexDigit(char character) => character is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');

    private static bool IsPartOfWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>Returns whether a character can stand inside a name, a path or an address, so that no name begins or ends beside
    /// it.</summary>
    private static bool IsPartOfName(char character) => char.IsLetterOrDigit(character) || character is '_' or '-' or '.' or '/' or '@';

    /// <summary>Returns whether a word is a name with a domain: labels that begin with a letter or digit, the last of letters
    /// only.</summary>
    private static bool IsHostName(ReadOnlySpan<char> word)
    {
        int dot = word.LastIndexOf('.');
        if (dot < 1 || word.Length - dot < 3 || word.IndexOfAny('/', '@') >= 0)
        {
            return false;
        }

        bool isFirst = true;
        for (int i = 0; i < word.Length; i++)
        {
            char character = word[i];
            if (isFirst ? !IsAsciiLetter(character) && character is not (>= '0' and <= '9') : i > dot && !IsAsciiLetter(character))
            {
                return false;
            }

            isFirst = character == '.';
        }

        return !StartsWithAny(word, TypePrefixes) && !EndsWithAny(word, FileEndings);
    }

    private static bool IsAsciiLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    private static bool StartsWithAny(ReadOnlySpan<char> word, string[] beginnings)
    {
        foreach (string beginning in beginnings)
        {
            if (word.StartsWith(beginning.AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWithAny(ReadOnlySpan<char> word, string[] endings)
    {
        foreach (string ending in endings)
        {
            if (word.EndsWith(ending.AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static Regex Pattern(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, Patience);
}

using System.Text.RegularExpressions;

namespace VcsaAuthGuard.Diagnosis.Symptoms;

/// <summary>Finds the host and the datastore that the text of an entry names.</summary>
internal static class EntryPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Regex HostId = Pattern(@"\bhost-(?<id>\d+)");
    private static readonly Regex HostName = Pattern(
        @"(?<![\w./@-])(?!com\.|vim\.|vmodl\.|org\.|java\.|javax\.|net\.|esx\.|vprob\.|sun\.)"
        + @"[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9][\w-]*)*\.[A-Za-z]{2,}(?![\w./(-])"
    );
    private static readonly Regex Volume = Pattern(
        @"\b[0-9a-f]{8}-[0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{12})?\b|\bnaa\.[0-9a-f]+|\bdatastore-\d+"
    );
    private static readonly Regex FilePath = Pattern(
        @"\[(?<name>[^\]\[=@\n]{1,80})\] [^\s\]]+\.(?:vmx|vmdk|vmsd|vmsn|nvram|log)\b|[""'](?:ds: ?)?\[(?<name>[^\]\[=@\n]{1,80})\][ ""']");
    private static readonly Regex QuotedName = Pattern(@"\bdatastores?(?: named| name)?[ :=]+[""'](?<name>[^""'\n]{1,80})[""']");

    /// <summary>Finds a bare word behind <c>datastore</c>; a word with a digit or a sign in it, because others are of a sentence.</summary>
    private static readonly Regex BareName = Pattern(@"\bdatastore[ :=]+(?<name>[A-Za-z][\w.-]*[\d_-][\w.-]*)");
    private static readonly string[] FileEndings = [".log", ".cpp", ".java", ".so", ".xml", ".cfg", ".vmx", ".vmdk", ".gz", ".py", ".conf"];

    /// <summary>Returns the host, by id (<c>HostSystem-host-12</c>) or by name; null where the text names none.</summary>
    public static string? Host(string text)
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

    /// <summary>
    /// Returns the datastore: a volume, a device, an inventory id, the name in <c>[ds1] vm/vm.vmx</c>, or a name
    /// behind the word datastore; null where the text names none.
    /// </summary>
    public static string? Datastore(string text)
    {
        foreach (Regex form in (Regex[])[Volume, FilePath, QuotedName, BareName])
        {
            Match match = form.Match(text);
            if (match.Success)
            {
                return match.Groups["name"].Success ? match.Groups["name"].Value : match.Value;
            }
        }

        return null;
    }

    private static Regex Pattern(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, Patience);
}

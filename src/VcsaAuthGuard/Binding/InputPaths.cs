using System.Management.Automation;

namespace VcsaAuthGuard.Binding;

/// <summary>Finds the files that a text names.</summary>
internal static class InputPaths
{
    private const int MaxLength = 1024;

    /// <summary>Gets the files of a parameter that takes paths beside objects; with wildcards, all that match.</summary>
    public static IReadOnlyList<string> Expand(PSCmdlet cmdlet, string path)
    {
        string literal = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        return WildcardPattern.ContainsWildcardCharacters(path) && !File.Exists(literal)
            ? LogPaths.Resolve(cmdlet, path, isLiteral: false)
            : [literal];
    }

    /// <summary>Finds the file or folder that a line from the pipeline names; null for any other text.</summary>
    public static string? Find(PSCmdlet cmdlet, string line)
    {
        string text = line.Trim();
        if (text.Length is 0 or > MaxLength || text.Any(char.IsControl))
        {
            return null;
        }

        try
        {
            string path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem" && (File.Exists(path) || Directory.Exists(path)) ? path : null;
        }
        catch (Exception e) when (e is RuntimeException or ArgumentException or NotSupportedException or IOException)
        {
            return null; // The text has a colon, or other characters that a path cannot have.
        }
    }
}

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Resolves links, as far as the platform does.</summary>
internal static class FileLinks
{
    /// <summary>Returns the full path that a link names; null if the file is no link, or links cannot be read.</summary>
    public static string? TargetOf(FileInfo file)
    {
#if NET
        return file.LinkTarget is string target ? Path.GetFullPath(Path.Combine(file.DirectoryName!, target)) : null;
#else
        return null;
#endif
    }

    /// <summary>Returns the full path of the file that a link, or a chain of links, leads to; the path of the file itself where it is no
    /// link.</summary>
    public static string FinalTarget(string file)
    {
#if NET
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
        }
        catch (Exception e) when (Streams.ReadFailure.Matches(e))
        {
            return Path.GetFullPath(file); // Links in a circle, a folder that may not be looked into: opening it says so.
        }
#else
        // .NET Framework cannot follow links; a copy under two names is still found by its content (VpxdLogCopies).
        return Path.GetFullPath(file);
#endif
    }
}

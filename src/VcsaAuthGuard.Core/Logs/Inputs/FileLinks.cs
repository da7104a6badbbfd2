namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Where links lead, as far as the platform tells.</summary>
internal static class FileLinks
{
    /// <summary>The full path of the file a link, or a chain of them, leads to; the file's own where it is none.</summary>
    public static string FinalTarget(string file)
    {
#if NET
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
        }
        catch (Exception e) when (LogProblems.IsReadFailure(e))
        {
            return Path.GetFullPath(file); // Links in a circle, a folder that may not be looked into: opening it says so.
        }
#else
        // .NET Framework cannot follow links; a copy under two names is still found by its content (VpxdLogCopies).
        return Path.GetFullPath(file);
#endif
    }
}

using System.Collections.ObjectModel;
using System.Management.Automation;

namespace VcsaAuthGuard;

/// <summary>The files behind a path of PowerShell's.</summary>
internal static class LogPaths
{
    /// <summary>Resolves a path, with an error of the cmdlet's for one that leads to no file.</summary>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        try
        {
            ProviderInfo provider;
            Collection<string> resolved = isLiteral
                ? [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : cmdlet.GetResolvedProviderPathFromPSPath(path, out provider);

            if (provider.Name != "FileSystem")
            {
                cmdlet.WriteError(Errors.NotFileSystem(path, provider.Name));
                return [];
            }

            if (resolved.Count == 0)
            {
                cmdlet.WriteError(Errors.NotFound(path, new ItemNotFoundException($"Nothing matches '{path}'.")));
            }

            return resolved;
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            cmdlet.WriteError(Errors.NotFound(path, e));
            return [];
        }
    }
}

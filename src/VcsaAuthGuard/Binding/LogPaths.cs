using System.Collections.ObjectModel;
using System.Management.Automation;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Binding;

/// <summary>Finds the files of a PowerShell path.</summary>
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
                cmdlet.WriteError(ErrorRecords.NotFileSystem(path, provider.Name));
                return [];
            }

            if (resolved.Count == 0)
            {
                cmdlet.WriteError(ErrorRecords.NotFound(path, new ItemNotFoundException($"Nothing matches '{path}'."), isLiteral));
            }

            return resolved;
        }
        catch (Exception e)
            when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            cmdlet.WriteError(ErrorRecords.NotFound(path, e, isLiteral));
            return [];
        }
    }
}

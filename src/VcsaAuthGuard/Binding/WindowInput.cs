using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads windows from objects and files.</summary>
internal static class WindowInput
{
    /// <summary>Reads an object, or the file that a text or a FileInfo is; anything else is an error.</summary>
    public static IEnumerable<BackupWindow> Read(PSCmdlet cmdlet, PSObject item, string? timeZone, Action<ErrorRecord> error)
    {
        string? path = item.BaseObject switch
        {
            FileInfo file => file.FullName,
            string text => InputPaths.Find(cmdlet, text),
            _ => null,
        };
        return path is not null ? ReadFile(path, timeZone, error)
            : ScheduleInput.TryWindow(item, timeZone, error) is BackupWindow window ? [window]
            : [];
    }

    /// <summary>Reads the value of -Window, where a text is always a path.</summary>
    public static IEnumerable<BackupWindow> ReadParameter(
        PSCmdlet cmdlet, PSObject item, string? timeZone, Action<ErrorRecord> error) =>
        item.BaseObject is string path
            ? InputPaths.Expand(cmdlet, path).SelectMany(file => ReadFile(file, timeZone, error))
            : Read(cmdlet, item, timeZone, error);

    /// <summary>Reads a file of windows.</summary>
    public static IEnumerable<BackupWindow> ReadFile(string path, string? timeZone, Action<ErrorRecord> error) =>
        WindowFile.Read(path, timeZone, problem => error(ErrorRecords.From(problem)));
}

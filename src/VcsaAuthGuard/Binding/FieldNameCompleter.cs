using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Completes the usual names of a log platform's fields. A name that is not among them stays as it is typed: PowerShell would complete it
/// to names of files.
/// </summary>
public sealed class FieldNameCompleter : IArgumentCompleter
{
    private static readonly string[] Names =
    [
        "app", "appname", "filename", "filepath", "host.name", "hostname", "job", "log.file.path", "log.syslog.appname", "message",
        "process.name",
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        string[] found = Array.FindAll(Names, name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return (found.Length == 0 ? [word] : found).Select(name => new CompletionResult(name));
    }
}

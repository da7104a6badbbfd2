using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Binding;

/// <summary>Completes IANA names of time zones, by any part of the name.</summary>
public sealed class TimeZoneCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern part = new($"*{(wordToComplete ?? "").Trim('\'', '"')}*", WildcardOptions.IgnoreCase);
        return TimeZoneNames.All
            .Where(part.IsMatch)
            .Select(name => new CompletionResult(name));
    }
}

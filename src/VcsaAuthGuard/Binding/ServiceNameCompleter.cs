using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using VcsaAuthGuard.Appliances;

namespace VcsaAuthGuard.Binding;

/// <summary>Completes names of an appliance's services, with and without their prefix.</summary>
public sealed class ServiceNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern start = new((wordToComplete ?? "").Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return ServiceCatalog.All
            .Where(name => start.IsMatch(name) || start.IsMatch(ServiceCatalog.IdOf(name)))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => new CompletionResult(name));
    }
}

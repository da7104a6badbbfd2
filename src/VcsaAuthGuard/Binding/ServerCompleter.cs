using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Binding;

/// <summary>Completes the servers there is a session with: PowerCLI's connections and those kept by Connect-VcsaSession. It asks no
/// server.</summary>
public sealed class ServerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern start = new((wordToComplete ?? "").Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        // A session state's proxy refuses while a pipeline runs, and a completer is called from within one.
        return PowerCliServer.Read(ScriptBlock.Create("$global:DefaultVIServers").Invoke())
            .Where(server => server.IsConnected)
            .Select(server => server.NameAndPort)
            .Concat(StoredConnections())
            .Where(name => start.IsMatch(name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Select(name => new CompletionResult(name));
    }

    private static string[] StoredConnections()
    {
        try
        {
            return
            [
                .. new SharedSessions()
                    .List()
                    .Select(connection => connection.Port == 443 ? connection.Server : $"{connection.Server}:{connection.Port}"),
            ];
        }
        catch (SessionStoreException)
        {
            // The cmdlets report a folder that others can read. Completion has no place to report it.
            return [];
        }
    }
}

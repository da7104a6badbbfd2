using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using VcsaAuthGuard.ScriptAnalysis;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.PowerCli;

/// <summary>
/// Runs PowerCLI's own commands in the caller's runspace, so that its default servers are set. They are called with parameters and never
/// as text, so that a session's secret is in no script line, history, trace or transcript; their output is checked for it.
/// </summary>
internal sealed class PowerCliCommands(PSCmdlet caller)
{
    private const string ConnectCommand = "Connect-VIServer";
    private const string DisconnectCommand = "Disconnect-VIServer";

    public bool IsHere => Find(ConnectCommand) is not null;

    /// <summary>Has PowerCLI take up a session.</summary>
    /// <param name="connection">The session.</param>
    /// <param name="servers">What Connect-VIServer gave.</param>
    /// <param name="failure">Why it did not work.</param>
    public bool TryConnect(VcsaConnection connection, out IReadOnlyList<PSObject> servers, out string? failure)
    {
        Dictionary<string, object> parameters = new() { ["Server"] = connection.Server, ["Session"] = connection.GetSecret().Reveal() };
        if (connection.Port != 443)
        {
            parameters["Port"] = connection.Port;
        }

        failure = Run(ConnectCommand, parameters, connection.GetSecret(), out servers);
        if (servers.Count == 0)
        {
            failure ??= "it returned no connection";
            return false;
        }

        if (failure is not null)
        {
            caller.WriteWarning(failure);
        }

        return true;
    }

    /// <summary>Has PowerCLI end a connection; why it did not, or null.</summary>
    public string? Disconnect(PSObject server) => Find(DisconnectCommand) is null
        ? $"{DisconnectCommand} is not available"
        : Run(DisconnectCommand, new() { ["Server"] = server, ["Force"] = true, ["Confirm"] = false }, null, out _);

    /// <summary>Has PowerCLI let go of the connections, among its default ones, that use a session that has ended.</summary>
    public void Forget(SessionSecret secret)
    {
        object? value = caller.SessionState.PSVariable.GetValue("global:DefaultVIServers");
        object?[] all = [.. (LanguagePrimitives.GetEnumerable(value) ?? new[] { value }).Cast<object?>()];
        foreach (PSObject server in all.OfType<object>().Select(PSObject.AsPSObject))
        {
            if (
                PowerCliServer.TryRead(server)?.Secrets.Any(known => known.IsSameAs(secret)) == true
                && Disconnect(server) is string failure
            )
            {
                caller.WriteVerbose($"PowerCLI had no session to end: {failure}");
            }
        }
    }

    private CommandInfo? Find(string name) =>
        caller.InvokeCommand.GetCommand(name, CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias);

    private string? Run(string command, Dictionary<string, object> parameters, SessionSecret? secret, out IReadOnlyList<PSObject> output)
    {
        object[] before = Errors();
        List<PSObject> objects = [];
        output = objects;
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        // PowerShell itself writes an error's message into a transcript, also of one that goes elsewhere; not so a silent one.
        shell.AddCommand(command).AddParameters(parameters).AddParameter("ErrorAction", ActionPreference.SilentlyContinue);
        // Otherwise what the command says goes to the host, and into a transcript, as it stands.
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.All, PipelineResultTypes.Output);
        try
        {
            foreach (PSObject item in shell.Invoke().Where(item => item is not null))
            {
                switch (item.BaseObject)
                {
                    case WarningRecord warning:
                        caller.WriteWarning(Shown(warning.Message));
                        break;
                    case InformationalRecord or InformationRecord:
                        caller.WriteVerbose(Shown(item.ToString()));
                        break;
                    default:
                        objects.Add(item);
                        break;
                }
            }

            return Added().LastOrDefault() is object first ? Shown(first.ToString()!) : null;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return Shown(e.Message);
        }
        finally
        {
            // Such a record has the command's parameters in it, and $Error would show them.
            if (caller.SessionState.PSVariable.GetValue("global:Error") is IList list)
            {
                Array.ForEach(Added(), list.Remove);
            }
        }

        string Shown(string text) =>
            secret is not null && text.Contains(secret.Reveal().Trim('"')) ? "(not shown: it repeats the session's secret)" : text;

        // The newest is the first.
        object[] Added() => [.. Errors().Where(item => !before.Contains(item))];

        object[] Errors() =>
            [.. ((caller.SessionState.PSVariable.GetValue("global:Error") as IEnumerable) ?? Array.Empty<object>()).Cast<object>()];
    }
}

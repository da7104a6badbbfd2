using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Appliances;

/// <summary>Builds the text shown before a restart.</summary>
internal sealed class RestartQuestion
{
    public RestartQuestion(RestartRun run, bool isForced, IEnumerable<VcsaDiagnosis> diagnoses)
    {
        List<string> notes = [];
        DiagnosisRemedy? login = diagnoses
            .Where(diagnosis =>
                diagnosis.Server is null || string.Equals(diagnosis.Server, run.Address.Host, StringComparison.OrdinalIgnoreCase)
            )
            .SelectMany(diagnosis => diagnosis.Remedies)
            .FirstOrDefault(remedy => remedy.IsNewLogin);
        if (login is not null)
        {
            Warnings.Add($"{run.Name}: according to the diagnosis, a new login may be all that is needed. First: {login.Command}");
            notes.Add($"The diagnosis recommends a new login first: {login.Command}");
        }

        if (run.Problem is not null)
        {
            Warnings.Add(
                $"It could not be determined whether service-control on {run.Name} supports --restart: "
                    + $"{TerminalText.OneLine(run.Problem.Message).TrimEnd('.')}. "
                    + $"{TerminalText.OneLine(run.Problem.Advice)}"
            );
            notes.Add(
                "It could not be determined whether service-control supports --restart"
                    + (run.PlanWithoutRestart.Count > 0 ? "; without it: " + string.Join("; ", run.PlanWithoutRestart) : "")
            );
        }

        if (run.Options.RunningTasks.Count > 0)
        {
            notes.Add($"{(isForced ? "Cut off" : "Refused because of")}: {string.Join("; ", run.Options.RunningTasks)}");
        }

        Action =
            $"Run on {run.Name}: {string.Join("; ", run.Plan)}{string.Concat(notes.Select(note => $" [{TerminalText.OneLine(note)}]"))}";
        Interrupts =
            run.Options.Scope == RestartScope.Full
                ? "vCenter Server is unavailable for a quarter of an hour or more; the VMs keep running."
                : "All sessions of this vCenter Server, running tasks and backups are interrupted for some minutes; the VMs keep running.";
    }

    /// <summary>Returns the facts to know before the question.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets the commands and the notes about them.</summary>
    public string Action { get; }

    /// <summary>Returns the work that the restart interrupts.</summary>
    public string Interrupts { get; }
}

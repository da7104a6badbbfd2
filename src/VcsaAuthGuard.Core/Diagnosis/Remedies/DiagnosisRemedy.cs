using System.Text.Json.Serialization;

namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>Represents a remedy with the command that applies it.</summary>
/// <param name="Order">The place in the list, least disruptive first.</param>
/// <param name="Name">The name.</param>
/// <param name="Why">The reason it helps, in a sentence.</param>
/// <param name="Command">The command to run.</param>
/// <param name="Interrupts">What it interrupts.</param>
public sealed record DiagnosisRemedy(int Order, string Name, string Why, string Command, string Interrupts)
{
    internal const string NewLoginName = "Log in again";

    /// <summary>Gets whether it is a new login, which has no side effects and should be tried before any restart.</summary>
    [JsonIgnore]
    public bool IsNewLogin => Name == NewLoginName;

    /// <summary>Gets whether it restarts services, which belongs only to the first finding of a night.</summary>
    internal bool IsRestart =>
        Command.StartsWith("Restart-", StringComparison.Ordinal)
        || Command.Contains("service-control --restart")
        || Command.Contains("service-control --stop");

    /// <summary>Returns the name and the command.</summary>
    public override string ToString() => $"{Name}: {Command}";
}

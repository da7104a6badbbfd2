using System.Text.Json.Serialization;

namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>Something to do.</summary>
/// <param name="Order">Its place: the least disruptive first.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Why">Why it helps here, in a sentence.</param>
/// <param name="Command">What to type, as it stands.</param>
/// <param name="Interrupts">What it interrupts.</param>
public sealed record DiagnosisRemedy(int Order, string Name, string Why, string Command, string Interrupts)
{
    internal const string NewLoginName = "Log in anew";

    /// <summary>Whether it is a new login, which disturbs nobody: to be tried before any restart.</summary>
    [JsonIgnore]
    public bool IsNewLogin => Name == NewLoginName;
}

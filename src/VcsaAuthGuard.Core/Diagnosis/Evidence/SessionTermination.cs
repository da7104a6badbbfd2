using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents a call or an event that ended sessions of others.</summary>
/// <param name="Time">The time.</param>
/// <param name="By">The client that ended them; <see cref="ApiClient.Unattributed"/> if no log names it.</param>
/// <param name="Account">The account whose session was ended; null if no log names it.</param>
internal sealed record SessionTermination(DateTimeOffset Time, ApiClient By, string? Account);

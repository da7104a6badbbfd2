using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>Represents how often the clients of one class use the API of one vCenter.</summary>
/// <param name="Server">The vCenter.</param>
/// <param name="Client">The class.</param>
/// <param name="Logins">The number of logins that began, refused ones included.</param>
/// <param name="Calls">The number of other calls.</param>
/// <param name="RefusedLogins">The number of refused logins.</param>
internal sealed record ClientCounter(string Server, ClientClass Client, long Logins, long Calls, long RefusedLogins);

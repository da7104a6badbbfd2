namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a call that the session's user lacks a privilege for (<c>vim.fault.NoPermission</c>).</summary>
public sealed class PrivilegeMissingException : VSphereException
{
    internal PrivilegeMissingException(Uri server, string? privilege)
        : base(
            server,
            privilege is null
                ? "The user lacks a privilege; the server does not say which (NoPermission)."
                : $"The user lacks the privilege {privilege} (NoPermission).",
            privilege is null
                ? "Have the privilege granted, or use another account."
                : $"Have {privilege} granted to the user at the root of the inventory"
                    + (privilege == ListSessions ? ", where vSphere Client calls it Sessions > View and stop sessions" : "")
                    + ", or use another account.")
        => Privilege = privilege;

    /// <summary>The privilege that is required to read the list of sessions.</summary>
    internal const string ListSessions = "Sessions.TerminateSession";

    /// <summary>Gets the privilege's id, such as <c>Sessions.TerminateSession</c>; null if the server does not say.</summary>
    public string? Privilege { get; }
}

using System.Globalization;

namespace VcsaAuthGuard.Pacing;

/// <summary>Tells a call that was refused because the session is gone from other errors.</summary>
public static class SessionDrop
{
    private static readonly string[] Words = ["session is not authenticated", "vim.fault.NotAuthenticated"];

    /// <summary>
    /// Returns whether an error or one of its causes means a lost session: by a type named NotAuthenticated, with or without Exception or
    /// Fault, or by its message.
    /// </summary>
    /// <param name="exception">The error or null.</param>
    public static bool IsIn(Exception? exception) => exception switch
    {
        null => false,
        AggregateException several => several.InnerExceptions.Any(IsIn),
        _ => IsTypeName(exception.GetType().Name) || IsInText(exception.Message) || IsIn(exception.InnerException),
    };

    /// <summary>Returns whether text means a lost session: "session is not authenticated" or "vim.fault.NotAuthenticated".</summary>
    /// <param name="text">An error's message or null.</param>
    public static bool IsInText(string? text) =>
        text is not null
        && Array.Exists(Words, word => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, word, CompareOptions.OrdinalIgnoreCase) >= 0);

    /// <summary>Returns whether a fault's type is NotAuthenticated, with or without a namespace.</summary>
    /// <param name="name">The name of a type or null.</param>
    public static bool IsTypeName(string? name) =>
        name?.Substring(name.LastIndexOf('.') + 1) is "NotAuthenticated" or "NotAuthenticatedException" or "NotAuthenticatedFault";
}

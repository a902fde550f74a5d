using System.DirectoryServices.Protocols;

namespace NhiPortal.Connectors;

/// <summary>What the library's errors mean to an operator.</summary>
internal static class LdapFaults
{
    private const int InvalidCredentials = 49, ServerDown = 81, FilterError = 87, ConnectError = 91, TimedOut = 85, NoConnection = -1, NoTls = -11;

    /// <summary>The user or the password is wrong, or the account is switched off: the directory lets nobody in as this.</summary>
    public static bool IsRefusedSignIn(ConnectorFault fault) => fault.InnerException is LdapException { ErrorCode: InvalidCredentials };

    public static ConnectorFault? Of(Exception error) => error switch
    {
        TimeoutException => new("The server did not answer in time.", true, error),
        // Whether the library tells this as such or as an ended connection depends on who is quicker, so both are the same to retry.
        TlsOperationException => new("The server's certificate is not trusted, or it offers no TLS.", true, error),
        LdapException { ErrorCode: InvalidCredentials } => new("The server refuses the user or the password.", false, error),
        LdapException { ErrorCode: FilterError } => new("The filter in the settings is broken.", false, error),
        LdapException { ErrorCode: TimedOut } => new("The server did not answer in time.", true, error),
        LdapException { ErrorCode: ServerDown or ConnectError or NoConnection or NoTls } => new("The server ended the connection, or its certificate is not trusted.", true, error),
        DirectoryOperationException { Response.ResultCode: ResultCode.SizeLimitExceeded or ResultCode.AdminLimitExceeded } =>
            new("The directory sends only a part to this user: raise the user's size limit.", false, error),
        DirectoryOperationException { Response.ResultCode: ResultCode.TimeLimitExceeded or ResultCode.Busy or ResultCode.Unavailable } => new("The directory is too busy to answer.", true, error),
        DirectoryOperationException { Response.ResultCode: ResultCode.InsufficientAccessRights } => new("The portal's account at the directory may not do this.", false, error),
        DirectoryOperationException { Response: { } response } => new($"The directory answered with {response.ResultCode}.", false, error),
        LdapException ldap => new($"The directory answered with error {ldap.ErrorCode}.", true, error),
        DirectoryException => new("The directory's answer cannot be understood.", true, error),
        _ => null,
    };
}

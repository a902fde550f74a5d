using System.Collections.Frozen;

namespace NhiPortal.Connectors;

/// <summary>What a SQL Server's error numbers mean to an operator, and whether the same call may succeed later.</summary>
internal static class SqlServerFaults
{
    /// <summary>From here on the server has ended the connection.</summary>
    private const byte Fatal = 20;

    /// <summary>Wrong, not trusted, switched off, locked, over, or to be changed first.</summary>
    public static readonly FrozenSet<int> RefusedSignIn = new[] { 18452, 18456, 18470, 18486, 18487, 18488 }.ToFrozenSet();

    public static ConnectorFault Of(int number, byte severity, Exception? cause = null) => number switch
    {
        _ when RefusedSignIn.Contains(number) => new("The server refuses the login or the password.", false, cause),
        229 or 230 or 262 or 297 or 300 or 15247 => new("The portal's login at the server may not do this.", false, cause),
        // The server gives one answer to both, so that nobody learns names by trying.
        15151 => new("There is no such login or role, or the portal's login may not change it.", false, cause),
        4060 => new("The server does not let the portal's login into the database master.", false, cause),
        15025 => new("Somebody else made the same login or role at the same moment.", true, cause),
        15434 => new("The login is signed in, so it cannot be deleted now.", true, cause),
        15141 or 15170 or 15173 or 15174 or 15184 => new("The login still owns things on the server, so it cannot be deleted.", false, cause),
        15006 => new("The server does not take this name for a login that signs in with a password.", false, cause),
        15115 or 15116 or 15117 or 15118 => new("The server's password policy refuses the new password.", false, cause),
        -2 or 258 => new("The server did not answer in time.", true, cause),
        1205 or 1222 or 51222 => new("Somebody else changed the same login at the same moment.", true, cause),
        17142 or 17197 or 18401 or 18451 or 18461 => new("The server is starting, stopping or under maintenance.", true, cause),
        _ when severity >= Fatal => new("The server cannot be reached or ended the connection.", true, cause),
        _ => new($"The server answered with error {number}.", false, cause),
    };
}

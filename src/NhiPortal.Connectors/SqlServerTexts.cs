namespace NhiPortal.Connectors;

/// <summary>What is sent to a SQL Server: fixed queries with parameters, and names and literals for statements that take none.</summary>
internal static class SqlServerTexts
{
    /// <summary>What a login or a server role may be called (sysname).</summary>
    public const int LongestName = 128;

    private const int LongestPassword = 128;

    public const string MayRead = "SELECT COALESCE(HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW ANY DEFINITION'), 0)";

    /// <summary>One at a time changes logins through the portal; the lock ends with the connection.</summary>
    public const string Turn = """
        DECLARE @turn int;
        EXEC @turn = sp_getapplock @Resource = N'NhiPortal', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 20000;
        IF @turn < 0 THROW 51222, N'busy', 1;
        """;

    /// <summary>
    /// One row for each login and each role or permission it holds, however deep. A disabled login of the server's own
    /// (##MS_…##) can do nothing. Times are the server's local ones; an old one may be an hour off where clocks change.
    /// </summary>
    public const string Logins = """
        WITH held(member, role) AS (
            SELECT member_principal_id, role_principal_id FROM sys.server_role_members
            UNION ALL
            SELECT held.member, above.role_principal_id FROM held JOIN sys.server_role_members above ON above.member_principal_id = held.role),
        granted(grantee, name) AS (
            SELECT grantee_principal_id, permission_name COLLATE DATABASE_DEFAULT FROM sys.server_permissions
                WHERE class = 100 AND state IN ('G', 'W') AND permission_name NOT IN (N'CONNECT SQL', N'VIEW ANY DATABASE')),
        power(member, name, role) AS (
            SELECT held.member, g.name COLLATE DATABASE_DEFAULT, 1 FROM held JOIN sys.server_principals g ON g.principal_id = held.role
            UNION
            SELECT grantee, name, 0 FROM granted
            UNION
            SELECT p.principal_id, granted.name, 0 FROM sys.server_principals p CROSS JOIN granted WHERE granted.grantee = SUSER_ID(N'public')
            UNION
            SELECT held.member, granted.name, 0 FROM held JOIN granted ON granted.grantee = held.role)
        SELECT CONVERT(varchar(172), p.sid, 1), p.name, p.type, CONVERT(bit, p.is_disabled),
            TODATETIMEOFFSET(p.create_date, DATEPART(TZOFFSET, SYSDATETIMEOFFSET())),
            TODATETIMEOFFSET(CONVERT(datetime, LOGINPROPERTY(p.name, N'PasswordLastSetTime')), DATEPART(TZOFFSET, SYSDATETIMEOFFSET())),
            CASE WHEN CONVERT(int, LOGINPROPERTY(p.name, N'DaysUntilExpiration')) >= 0
                THEN TODATETIMEOFFSET(DATEADD(day, CONVERT(int, LOGINPROPERTY(p.name, N'DaysUntilExpiration')), CONVERT(datetime2, CONVERT(date, SYSUTCDATETIME()))), 0) END,
            power.name, CONVERT(bit, power.role)
        FROM sys.server_principals p LEFT JOIN power ON power.member = p.principal_id
        WHERE p.type IN ('S', 'U', 'G', 'E', 'X') AND NOT (p.is_disabled = 1 AND p.name LIKE N'##MS[_]%##')
        ORDER BY p.principal_id, power.role, power.name
        """;

    public const string State = """
        SELECT CONVERT(varchar(172), p.sid, 1), p.name, p.type, CONVERT(bit, p.is_disabled),
            CONVERT(bit, CASE WHEN EXISTS (SELECT 1 FROM sys.server_role_members m JOIN sys.server_principals g ON g.principal_id = m.role_principal_id
                WHERE m.member_principal_id = p.principal_id AND g.name = @holder) THEN 1 ELSE 0 END)
        FROM sys.server_principals p
        WHERE p.type IN ('S', 'U', 'G', 'E', 'X') AND ((@id = N'' AND p.name = @account) OR (@id <> N'' AND CONVERT(varchar(172), p.sid, 1) = @id))
        """;

    public const string Role = "SELECT name FROM sys.server_principals WHERE type = 'R' AND name = @role";

    public const string Pair = """
        SELECT p.name, p.type, CONVERT(bit, p.is_disabled),
            CONVERT(bit, CASE WHEN EXISTS (SELECT 1 FROM sys.server_permissions s WHERE s.grantee_principal_id = p.principal_id AND s.permission_name <> N'CONNECT SQL') THEN 1 ELSE 0 END),
            CONVERT(bit, CASE WHEN EXISTS (SELECT 1 FROM sys.databases d WHERE d.owner_sid = p.sid)
                OR EXISTS (SELECT 1 FROM sys.server_principals r WHERE r.owning_principal_id = p.principal_id)
                OR EXISTS (SELECT 1 FROM sys.endpoints e WHERE e.principal_id = p.principal_id) THEN 1 ELSE 0 END),
            CASE WHEN HAS_PERMS_BY_NAME(NULL, NULL, N'VIEW SERVER STATE') = 1 THEN (SELECT COUNT(*) FROM sys.dm_exec_sessions s
                WHERE s.original_security_id = p.sid AND s.is_user_process = 1 AND ISNULL(s.program_name, N'') <> @program) END
        FROM sys.server_principals p WHERE p.type IN ('S', 'U', 'G', 'E', 'X') AND p.name = @account
        """;

    public const string Roles = """
        SELECT g.name FROM sys.server_role_members m JOIN sys.server_principals g ON g.principal_id = m.role_principal_id
            JOIN sys.server_principals p ON p.principal_id = m.member_principal_id WHERE p.name = @account ORDER BY g.name
        """;

    public const string Databases = "SELECT TOP (5001) name, CONVERT(bit, CASE WHEN state = 0 AND HAS_DBACCESS(name) = 1 THEN 1 ELSE 0 END) FROM sys.databases ORDER BY database_id";

    /// <summary>Whether the login is a user of its own in a database.</summary>
    public static string UserOf(string database) => $"SELECT COUNT(*) FROM {Named(database)}.sys.database_principals u JOIN sys.server_principals p ON p.sid = u.sid WHERE p.name = @account";

    public static string Create(string login, string password) => $"CREATE LOGIN {Named(login)} WITH PASSWORD = {Password(password)}, CHECK_POLICY = ON, CHECK_EXPIRATION = OFF";

    public static string SetPassword(string login, string password) => $"ALTER LOGIN {Named(login)} WITH PASSWORD = {Password(password)}";

    public static string Switch(string login, bool on) => $"ALTER LOGIN {Named(login)} {(on ? "ENABLE" : "DISABLE")}";

    public static string Drop(string login) => $"DROP LOGIN {Named(login)}";

    public static string Member(string role, string login, bool member) => $"ALTER SERVER ROLE {Named(role)} {(member ? "ADD" : "DROP")} MEMBER {Named(login)}";

    public static string CreateRole(string role) => $"CREATE SERVER ROLE {Named(role)}";

    /// <summary>As QUOTENAME does it.</summary>
    public static string Named(string name) => $"[{Bounded(name).Replace("]", "]]", StringComparison.Ordinal)}]";

    public static string Bounded(string name) => name.Length is > 0 and <= LongestName && !name.Contains('\0', StringComparison.Ordinal)
        ? name
        : throw new ConnectorFault($"A login or a role has a name of 1 to {LongestName} characters here.", false);

    /// <summary>CREATE LOGIN and ALTER LOGIN take no parameters; a literal knows no escape but the doubled quote.</summary>
    private static string Password(string password) => $"N'{BoundedPassword(password).Replace("'", "''", StringComparison.Ordinal)}'";

    public static string BoundedPassword(string password) => password.Length is > 0 and <= LongestPassword && !password.Contains('\0', StringComparison.Ordinal)
        ? password
        : throw new ConnectorFault($"A password has 1 to {LongestPassword} characters here.", false);
}

using Npgsql;

namespace NhiPortal.Connectors;

/// <summary>Whether a second role could do a role's work: only what it is lent by memberships can be lent again.</summary>
internal sealed class PostgresPairs(ConnectorSettings settings, PostgresSession session)
{
    private const int LongestName = 63;

    private const string Look = """
        SELECT r.rolcanlogin AND (r.rolvaliduntil IS NULL OR r.rolvaliduntil > now()),
            r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls,
            EXISTS (SELECT FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND d.classid <> 'pg_auth_members'::regclass),
            EXISTS (SELECT FROM pg_db_role_setting s WHERE s.setrole = r.oid),
            EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid AND m.admin_option),
            ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid ORDER BY 1),
            (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usesysid = r.oid AND a.application_name <> 'NhiPortal'),
            shobj_description(r.oid, 'pg_authid')
        FROM pg_roles r WHERE r.rolname = @account
        """;

    public async Task<RotationSight> ReadAsync(string account, CancellationToken cancellation)
    {
        settings.RefuseOwn(account);
        await using var command = session.Command(Look, ("account", account));
        await using var row = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
        return await session.GuardAsync(row.ReadAsync, cancellation) ? Sight(account, row) : RotationSight.Nowhere;
    }

    public Task NoteAsync(string account, string with, CancellationToken cancellation) =>
        session.RunAsync($"COMMENT ON ROLE {PostgresChanges.Named(account)} IS {PostgresChanges.Quoted(PairNote.Of(with))}", cancellation);

    private static RotationSight Sight(string account, NpgsqlDataReader row) => new()
    {
        Exists = true,
        Enabled = row.GetBoolean(0),
        Groups = row.GetFieldValue<string[]>(5),
        WhyAlone = row switch
        {
            _ when System.Text.Encoding.UTF8.GetByteCount(account) > LongestName - 2 => "Its name is too long for a second one beside it.",
            _ when row.GetBoolean(1) => "The role has attributes of its own, such as SUPERUSER or CREATEROLE, that no membership lends.",
            _ when row.GetBoolean(2) => "The role itself owns things in the cluster or is named in privileges. Give them to a role without sign-in that it is a member of.",
            _ when row.GetBoolean(3) => "The role has settings of its own (ALTER ROLE … SET) that a second one would lack.",
            _ when row.GetBoolean(4) => "The role may give its memberships on, which is not copied.",
            _ => null,
        },
        Sessions = row.GetInt32(6),
        TurnsWith = row.IsDBNull(7) ? null : PairNote.Read(row.GetString(7)),
    };
}

using System.Globalization;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Features.Executions;

/// <summary>One line of what an account is on its target now, and what it would be; <see cref="Value"/> is others' words.</summary>
public sealed record StateRow(string What, string Value, string Now, string After)
{
    public bool Changes => Now != After;

    /// <summary>The lines for one sight, in words that the kind of target itself uses.</summary>
    public static IReadOnlyList<StateRow> Of(TargetSight sight, string? connector, bool lent)
    {
        var (about, now) = (sight.About, sight.Shown!);
        var after = now.After(about);
        List<StateRow> rows = [new("Account ", about.Account, now.Exists ? "exists" : "does not exist", after.Exists ? "exists" : "does not exist")];
        if (now.Exists || after.Exists)
            rows.Add(new(connector == "Postgres" ? "Sign-in (LOGIN)" : "Sign-in", "", SignsIn(now), SignsIn(after)));
        if (about.Member is not null)
            rows.Add(about.Held switch
            {
                HeldKind.Administrators => new("Administrator, member of ", about.Holder, YesNo(now.Member), YesNo(after.Member)),
                HeldKind.Role => new("Holds role ", about.Holder, YesNo(now.Member), YesNo(after.Member)),
                _ => new("Member of ", about.Holder, YesNo(now.Member), YesNo(after.Member)),
            });
        if (now.Exists && now.Until is { } until)
            rows.Add(new("Valid until", "", Moment(until), !after.Exists ? "-" : lent && about.Enabled == true && !now.Enabled ? "the end of the grant" : Moment(until)));
        else if (connector == "Postgres" && lent && about.Enabled == true && !(now.Exists && now.Enabled))
            rows.Add(new("Valid until", "", now.Exists ? "no end" : "-", "the end of the grant"));
        return rows;
    }

    private static string SignsIn(TargetState state) => !state.Exists ? "-" : state.Enabled ? "on" : "off";

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

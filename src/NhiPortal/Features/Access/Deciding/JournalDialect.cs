using NhiPortal.Data;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>What the recording transaction says to each database. The two differ in how a revocation is kept waiting, and in nothing else.</summary>
internal static class JournalDialect
{
    public const string Changes = """SELECT "Seq", "Kind", "IntegrationId" FROM "Changes" WHERE "Seq" > @applied AND "Seq" <= @position ORDER BY "Seq" """;

    public const string CountUse = """
        UPDATE "Grants" SET "Uses" = "Uses" + 1, "LastUsedAt" = @now, "Version" = "Version" + 1,
            "Status" = CASE WHEN "Uses" + 1 >= "UseLimit" THEN 'UsedUp' ELSE "Status" END,
            "EndedAt" = CASE WHEN "Uses" + 1 >= "UseLimit" THEN @now ELSE "EndedAt" END,
            "EndReason" = CASE WHEN "Uses" + 1 >= "UseLimit" THEN 'It was used as often as it allows.' ELSE "EndReason" END
        WHERE "Id" = @id AND "Status" = 'Active' AND "Until" > @now AND ("UseLimit" IS NULL OR "Uses" < "UseLimit")
            AND ("FirstUseBy" IS NULL OR "Uses" > 0 OR "FirstUseBy" > @now)
        """;

    /// <summary>Tells every instance of a grant's first use: those that do not know it would end the grant.</summary>
    public const string Announce = """
        UPDATE "ChangeClock" SET "Value" = "Value" + 1 WHERE "Id" = 1;
        INSERT INTO "Changes" ("Seq", "At", "Kind", "Subject", "IntegrationId")
        SELECT "Value", @now, 'Grant', @id, @integration FROM "ChangeClock" WHERE "Id" = 1
        """;

    public const string Append = """INSERT INTO "Journal" ("Lines", "Count") VALUES (@lines, @count)""";

    /// <summary>There is one writer, so nothing can be revoked between reading the clock and the commit.</summary>
    public const string ClockOfOneWriter = """SELECT "Value" FROM "ChangeClock" WHERE "Id" = 1""";

    /// <summary>A shared lock on the clock row, held to the commit: decisions of several instances go side by side, a revocation waits for them and they for it.</summary>
    public const string ClockOfMany = """SELECT "Value" FROM "ChangeClock" WITH (REPEATABLEREAD, ROWLOCK) WHERE "Id" = 1""";

    public static string Clock(WriterDialect dialect) => dialect.OneWriter ? ClockOfOneWriter : ClockOfMany;
}

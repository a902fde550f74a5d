using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace NhiPortal.Data.Seed;

/// <summary>
/// Writes many rows of one kind through one prepared command, by the model's own mapping, so that a hundred thousand
/// cost seconds and no memory. Runs inside the context's open transaction.
/// </summary>
internal static class Rows
{
    public static async Task<int> InsertAsync<T>(this PortalDb db, IEnumerable<T> rows, CancellationToken cancellation) where T : class
    {
        var table = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        var columns = Columns(table);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = Statement(db, table, columns);
        foreach (var column in columns)
            command.Parameters.Add(column.Prepare(command));

        var count = 0;
        foreach (var row in rows)
        {
            foreach (var column in columns)
                column.Parameter!.Value = column.Read(row) ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(cancellation);
            count++;
        }

        return count;
    }

    private static List<Column> Columns(IEntityType table)
    {
        var place = StoreObjectIdentifier.Create(table, StoreObjectType.Table)!.Value;
        // What the database counts itself, it goes on counting.
        return [.. table.GetProperties().Where(property => !(property.IsPrimaryKey() && property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType == typeof(long)))
            .Select(property => new Column(property.GetColumnName(place)!, property))];
    }

    private static string Statement(PortalDb db, IEntityType table, List<Column> columns)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var names = string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Name)));
        var values = string.Join(", ", columns.Select(column => $"@{column.Name}"));
        return $"INSERT INTO {sql.DelimitIdentifier(table.GetTableName()!, table.GetSchema())} ({names}) VALUES ({values})";
    }

    private sealed class Column(string name, IProperty property)
    {
        private const int Unbounded = -1;
        private readonly ValueConverter? converter = property.GetTypeMapping().Converter;

        public string Name => name;

        public DbParameter? Parameter { get; private set; }

        public DbParameter Prepare(DbCommand command)
        {
            // The mapping knows the type, which a null alone does not tell SQL Server.
            Parameter = property.GetRelationalTypeMapping().CreateParameter(command, $"@{name}", null, true);
            if (property.GetMaxLength() is null && Parameter.DbType is (DbType.String or DbType.Binary))
                Parameter.Size = Unbounded;
            return Parameter;
        }

        public object? Read(object row) => property.GetGetter().GetClrValue(row) is { } value ? converter?.ConvertToProvider(value) ?? value : null;
    }
}

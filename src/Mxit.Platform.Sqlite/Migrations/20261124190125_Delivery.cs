using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Delivery : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_Unread",
                table: "InboxEntries");

            migrationBuilder.AddColumn<long>(
                name: "Change",
                table: "InboxEntries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DeliveryCounter",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    LastChange = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryCounter", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "DeliveryFailures",
                columns: table => new
                {
                    MessagePosition = table.Column<long>(type: "INTEGER", nullable: false),
                    RecipientId = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    SenderId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    ChangedUtc = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Change = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryFailures", x => new { x.MessagePosition, x.RecipientId });
                });

            migrationBuilder.CreateTable(
                name: "DispatchRanges",
                columns: table => new
                {
                    Lane = table.Column<int>(type: "INTEGER", nullable: false),
                    FirstPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    LastPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstCursor = table.Column<long>(type: "INTEGER", nullable: false),
                    LastCursor = table.Column<long>(type: "INTEGER", nullable: false),
                    NextExpiryUtc = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DispatchRanges", x => new { x.Lane, x.FirstPosition });
                });

            // Messages that were dispatched before have ranges too: what became of them is found, and what waits expires.
            migrationBuilder.Sql("""
                INSERT INTO "DispatchRanges" ("Lane", "FirstPosition", "LastPosition", "FirstCursor", "LastCursor", "NextExpiryUtc")
                SELECT m."Lane", MIN(m."Position"), MAX(m."Position"), MIN(e."Cursor"), MAX(e."Cursor"),
                    MIN(CASE WHEN e."Incoming" AND e."DeliveredUtc" IS NULL THEN e."ExpiresUtc" END)
                FROM "InboxEntries" AS e JOIN "Messages" AS m ON m."Position" = e."MessagePosition"
                GROUP BY m."Lane", m."Position" / 500;
                """);

            migrationBuilder.InsertData(
                table: "DeliveryCounter",
                columns: new[] { "Id", "LastChange" },
                values: new object[] { 1, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_PeerId_Change",
                table: "InboxEntries",
                columns: new[] { "PeerId", "Change" },
                filter: "\"Change\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_Unread",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"ReadUtc\" IS NULL AND \"DeliveredUtc\" IS NOT NULL AND \"Incoming\"");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_Waiting",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"DeliveredUtc\" IS NULL AND \"Incoming\"");

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryFailures_SenderId_Change",
                table: "DeliveryFailures",
                columns: new[] { "SenderId", "Change" });

            migrationBuilder.CreateIndex(
                name: "IX_DispatchRanges_NextExpiryUtc",
                table: "DispatchRanges",
                column: "NextExpiryUtc",
                filter: "\"NextExpiryUtc\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeliveryCounter");

            migrationBuilder.DropTable(
                name: "DeliveryFailures");

            migrationBuilder.DropTable(
                name: "DispatchRanges");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_PeerId_Change",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_Unread",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_Waiting",
                table: "InboxEntries");

            migrationBuilder.DropColumn(
                name: "Change",
                table: "InboxEntries");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_Unread",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"ReadUtc\" IS NULL AND \"Incoming\"");
        }
    }
}
